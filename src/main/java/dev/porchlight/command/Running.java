package dev.porchlight.command;

import dev.porchlight.command.HouseOpener.OpenHouse;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** A house that is open until somebody stops it: Ctrl-C, or the service manager. */
final class Running {
    private Running() {}

    /** Opens it, says so in one line, and waits for the end. */
    static void untilStopped(HouseOpener opener, HouseConfig config, boolean simulatesBoards, PrintWriter out)
            throws IOException, InterruptedException {
        Instant begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        CountDownLatch end = new CountDownLatch(1);
        OpenHouse house = opener.open(config, simulatesBoards);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            house.close();
                            Logs.close();
                            end.countDown();
                        },
                        "stop"));
        out.println("ready: " + house.describe() + " in "
                + Duration.between(begin, Instant.now()).toMillis() + " ms");
        out.flush();
        end.await();
    }
}
