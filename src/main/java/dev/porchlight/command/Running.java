package dev.porchlight.command;

import dev.porchlight.board.SerialLink;
import dev.porchlight.command.HouseOpener.OpenHouse;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigSource;
import dev.porchlight.config.ConfigWatch;
import dev.porchlight.config.Explained;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A house that is open until somebody stops it: Ctrl-C, or the service manager. */
final class Running {
    private static final Logger log = LoggerFactory.getLogger(Running.class);

    /** The service manager, and a person, are told that it takes 10 s at most. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(9);

    private Running() {}

    /** Opens it, says so in one line, and waits for the end. */
    static void untilStopped(HouseOpener opener, HouseConfig config, HouseOpener.Boards boards, PrintWriter out)
            throws IOException, InterruptedException {
        untilStopped(opener.open(config, boards), config, boards, out);
    }

    /** The same, and it follows its configuration as that changes. */
    static void untilStopped(HouseOpener opener, ConfigSource source, PrintWriter out)
            throws IOException, InterruptedException, ConfigException {
        ConfigWatch watch = new ConfigWatch(source.file());
        Explained explained = source.read();
        OpenHouse house = opener.open(explained.house(), HouseOpener.Boards.REAL);
        house.follow(watch, source, explained);
        untilStopped(house, explained.house(), HouseOpener.Boards.REAL, out);
    }

    private static void untilStopped(OpenHouse house, HouseConfig config, HouseOpener.Boards boards, PrintWriter out)
            throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Watchdog watchdog = new Watchdog(ServiceManager.of(System.getenv()), house.health(), house.describe());
        Thread stop = new Thread(
                () -> {
                    watchdog.close();
                    stop(house);
                    Logs.close();
                    end.countDown();
                },
                "stop");
        if (config.boards().isEmpty() || boards == HouseOpener.Boards.SIMULATED) {
            Runtime.getRuntime().addShutdownHook(stop);
        } else {
            SerialLink.beforePortsClose(stop);
        }
        out.println("ready: " + house.describe() + sinceStart());
        out.flush();
        watchdog.start();
        end.await();
    }

    /** In an orderly way, if that is done in time; everything taken is on the disk by then, so a hung part may be left. */
    private static void stop(OpenHouse house) {
        Thread closing = new Thread(house::close, "closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            log.error(
                    "something hangs and did not stop within {} s: porchlight ends all the same. Every visit taken is safe",
                    STOP_LIMIT.toSeconds());
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Told by the script that started us: the kernel's own figure is exact to a second only. */
    private static String sinceStart() {
        Long started = Long.getLong("porchlight.started");
        return started == null ? "" : " in " + (System.currentTimeMillis() - started) + " ms";
    }
}
