package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a service manager hears it; its threads are held by a debugger, from outside. */
@Timeout(120)
class WatchdogIT {
    /** A tenth of the unit's. A loop stands after 2.5 s, and a sign of life is due each 3 s. */
    private static final Duration PATIENCE = Duration.ofMillis(4_500);

    private static final Duration LONGER_THAN_A_SIGN = Duration.ofMillis(1_200);

    @TempDir
    private Path folder;

    @Test
    void itIsFedWhileTheCableIsOutAndNotWhileTheEngineTheRecorderOrTheWebPoolIsBlocked() throws Exception {
        PorchFiles.write(folder, "/dev/no-such-board");
        Path config = folder.resolve("porchlight.yaml");
        // A visit that goes on keeps the recorder going round five times a second; with nobody there it rests for 5 s.
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "record: [photo], quiet: 200ms", "record: [photo, clip], quiet: 60s, max_length: 60s"));
        try (NotifySocket manager = NotifySocket.in(folder);
                Host host = Host.start(
                        Host.PROGRAM,
                        folder,
                        Map.of(
                                "NOTIFY_SOCKET",
                                manager.path(),
                                "WATCHDOG_USEC",
                                Long.toString(PATIENCE.toNanos() / 1_000),
                                "PORCHLIGHT_JAVA_OPTS",
                                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"),
                        List.of(),
                        "run",
                        "--config",
                        config.toString())) {
            int port = Integer.parseInt(host.await(Pattern.compile("dt_socket at address: ([0-9]+)"))
                    .group(1));
            host.awaitReady();
            assertTrue(manager.await("READY=1").contains("STATUS=" + host.address()));
            host.await(Pattern.compile("gives pictures"));
            assertEquals(201, host.post("/api/v1/visits").statusCode());

            String sign = manager.await("WATCHDOG=1");
            assertTrue(sign.contains("board door: "), "the cable that is out is in the status: " + sign);

            VirtualMachine machine = attach(port);
            for (String loop : List.of("engine", "recorder-door", "web")) {
                List<ThreadReference> threads = machine.allThreads().stream()
                        .filter(thread -> thread.name().matches(loop + "(-[0-9]+)?"))
                        .toList();
                assertTrue(!threads.isEmpty(), loop);
                threads.forEach(ThreadReference::suspend);
                host.await(Pattern.compile("no turn of " + loop + " for"));
                manager.forget();
                assertEquals(Optional.empty(), manager.next(LONGER_THAN_A_SIGN), "fed while " + loop + " stands");
                threads.forEach(ThreadReference::resume);
                manager.await("WATCHDOG=1");
            }
            machine.dispose();
            assertEquals(143, host.terminate());
            manager.await("STOPPING=1");
        }
    }

    private static VirtualMachine attach(int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(its -> its.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        return connector.attach(arguments);
    }
}
