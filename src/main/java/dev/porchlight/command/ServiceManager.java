package dev.porchlight.command;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process and wants to hear of it: systemd. Told through the program {@code
 * systemd-notify}, since Java has no datagram sockets of Unix; the unit says NotifyAccess=all for that. Where nobody wants
 * to hear, nothing is done. Safe on every thread.
 */
final class ServiceManager {
    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    /** It waits until its words are taken, 5 s at most (systemd-notify(1)). */
    private static final long LIMIT_SECONDS = 10;

    private final Optional<String> socket;
    private final Optional<Duration> watchdog;

    private ServiceManager(Optional<String> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** The one named in the environment of this process (sd_notify(3), sd_watchdog_enabled(3)). */
    static ServiceManager of(Map<String, String> environment) {
        Optional<String> socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET"));
        String ours = Long.toString(ProcessHandle.current().pid());
        return new ServiceManager(
                socket,
                Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                        .filter(micros -> socket.isPresent() && micros.matches("[1-9][0-9]{0,17}"))
                        .filter(micros ->
                                environment.getOrDefault("WATCHDOG_PID", ours).equals(ours))
                        .map(micros -> Duration.of(Long.parseLong(micros), ChronoUnit.MICROS)));
    }

    /** How long it waits for a sign of life before it starts the program anew; empty if it does not wait for any. */
    Optional<Duration> watchdog() {
        return watchdog;
    }

    void ready(String status) {
        tell(true, "READY=1", status(status));
    }

    void alive(String status) {
        tell(true, "WATCHDOG=1", status(status));
    }

    /** Does not wait until it is heard: the stop is to be quick. */
    void stopping() {
        tell(false, "STOPPING=1", "STATUS=stops");
    }

    private static String status(String words) {
        return "STATUS=" + words.replaceAll("\\s+", " ");
    }

    private void tell(boolean waits, String... words) {
        if (socket.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(words));
        try {
            ProcessBuilder notify = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            notify.environment().put("NOTIFY_SOCKET", socket.get());
            Process told = notify.start();
            told.getOutputStream().close();
            if (waits && !told.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                told.destroyForcibly();
                log.warn("the service manager did not take '{}' for {} s", words[0], LIMIT_SECONDS);
            } else if (waits && told.exitValue() != 0) {
                log.warn("systemd-notify could not tell '{}': exit code {}", words[0], told.exitValue());
            }
        } catch (IOException e) {
            log.warn(
                    "the service manager cannot be told '{}': {}; it may start porchlight anew for want of a sign of life",
                    words[0],
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
