package dev.porchlight.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Postfix with a configuration, a queue and a mailbox in one folder of its own, on loopback, with STARTTLS. The
 * machine's own Postfix, if any, does not notice. Only root may start one.
 */
final class Postfix implements AutoCloseable {
    private static final String POSTFIX = "/usr/sbin/postfix";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final String MASTER = """
            127.0.0.1:%d inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            virtual unix - n n - - virtual
            error unix - - n - - error
            postlog unix-dgram n - n - 1 postlogd
            """;

    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = %1$s/mail.log
            maillog_file_prefixes = %1$s
            myhostname = localhost
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mydestination =
            alias_maps =
            alias_database =
            message_size_limit = 20000000
            smtpd_tls_security_level = encrypt
            smtpd_tls_received_header = yes
            smtpd_tls_cert_file = %2$s
            smtpd_tls_key_file = %3$s
            smtpd_relay_restrictions = reject_unauth_destination
            virtual_mailbox_domains = example.org
            virtual_mailbox_base = %1$s/box
            virtual_mailbox_maps = static:me/
            virtual_minimum_uid = 1
            virtual_uid_maps = static:%4$s
            virtual_gid_maps = static:%5$s
            """;

    private final Path folder;
    private final int port;

    private Postfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Why none can be started here. */
    static Optional<String> obstacle() throws IOException {
        if (!Files.isExecutable(Path.of(POSTFIX))) {
            return Optional.of("there is no " + POSTFIX + " (Debian's package postfix)");
        }
        return Files.getOwner(Path.of("/proc/self")).getName().equals("root")
                ? Optional.empty()
                : Optional.of("only root may start a Postfix");
    }

    /** @param folder new; others must be able to walk through its parents */
    static Postfix start(Path folder, Path certificate, Path key) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path conf = Files.createDirectories(folder.resolve("conf"));
        for (String own : List.of("data", "box")) {
            run("chown", "postfix", Files.createDirectory(folder.resolve(own)).toString());
        }
        Files.createDirectory(folder.resolve("queue"));
        Files.writeString(conf.resolve("master.cf"), MASTER.formatted(port));
        Files.writeString(
                conf.resolve("main.cf"),
                MAIN.formatted(folder, certificate, key, run("id", "-u", "postfix"), run("id", "-g", "postfix")));
        run(POSTFIX, "-c", conf.toString(), "start");
        Postfix started = new Postfix(folder, port);
        started.awaitTheDoor();
        return started;
    }

    private void awaitTheDoor() throws IOException {
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            try (Socket door = new Socket()) {
                door.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(limit)) {
                    throw new IOException("it does not open its door: " + log(), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    int port() {
        return port;
    }

    /** The mails in the mailbox, in the order of their delivery, once there are so many. */
    List<Path> awaitMails(int count) throws IOException {
        Path box = folder.resolve("box/me/new");
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            List<Path> mails = Files.isDirectory(box) ? list(box) : List.of();
            if (mails.size() >= count) {
                return mails;
            }
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError(mails.size() + " mails arrived: " + log());
            }
            Thread.onSpinWait();
        }
    }

    private static List<Path> list(Path box) throws IOException {
        try (Stream<Path> mails = Files.list(box)) {
            return mails.sorted((a, b) -> Long.compare(modified(a), modified(b)))
                    .toList();
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() throws IOException {
        Path log = folder.resolve("mail.log");
        return Files.exists(log) ? Files.readString(log) : "it says nothing";
    }

    /** A folder below the system's for temporary files that others may walk through, as JUnit's may not be. */
    static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("postfix");
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("postfix", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
            }
            return Files.readString(said).strip();
        } finally {
            Files.delete(said);
        }
    }

    @Override
    public void close() throws IOException {
        Path pid = folder.resolve("queue/pid/master.pid");
        try {
            run(POSTFIX, "-c", folder.resolve("conf").toString(), "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
