package dev.porchlight.command;

import dev.porchlight.command.HouseOpener.OpenHouse;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** A house that is open until somebody stops it: Ctrl-C, or the service manager. */
final class Running {
    private Running() {}

    /** Opens it, says so in one line, and waits for the end. */
    static void untilStopped(HouseOpener opener, HouseConfig config, boolean simulatesBoards, PrintWriter out)
            throws IOException, InterruptedException {
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
        out.println("ready: " + house.describe() + sinceStart());
        out.flush();
        end.await();
    }

    /** Told by the script that started us: the kernel's own figure is exact to a second only. */
    private static String sinceStart() {
        Long started = Long.getLong("porchlight.started");
        return started == null ? "" : " in " + (System.currentTimeMillis() - started) + " ms";
    }
}
