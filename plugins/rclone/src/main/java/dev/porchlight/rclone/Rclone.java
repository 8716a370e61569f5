package dev.porchlight.rclone;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.kit.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs rclone, without a shell, and puts its complaints into the owner's words. It is ended, with all that it started,
 * when time is up or its thread is interrupted.
 */
final class Rclone {
    /** Kept back of the attempt's time, to end in order. */
    private static final Duration SPARE = Duration.ofSeconds(3);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int FATAL = 7;
    private static final Pattern MOVES = Pattern.compile("\"Move\"\\s*:\\s*true");
    private static final Pattern UNKNOWN = Pattern.compile("(?i).*didn't find section in config file.*");
    private static final Pattern REFUSED = Pattern.compile(
            "(?i).*(\\b40[13]\\b|unauthori[sz]ed|forbidden|access ?denied|invalid_grant|fetch token|empty token|"
                    + "unable to authenticate|login incorrect|invalidaccesskeyid|signaturedoesnotmatch).*");

    private final String program;
    private final Optional<String> config;
    private final String remote;
    private Optional<Boolean> moves = Optional.empty();

    /** @param remote its name with the colon */
    Rclone(String program, Optional<String> config, String remote) {
        this.program = program;
        this.config = config;
        this.remote = remote;
    }

    /** As {@code .part} and then renamed, where the remote renames; the others show no file before it is whole. */
    void upload(Path file, String to, Instant deadline) throws IOException, SinkBrokenException, InterruptedException {
        if (moves.isEmpty()) {
            moves = Optional.of(MOVES.matcher(run(deadline, "backend", "features", "--", remote))
                    .find());
        }
        if (moves.get()) {
            run(deadline, "copyto", "--", file.toString(), to + ".part");
            run(deadline, "moveto", "--", to + ".part", to);
        } else {
            run(deadline, "copyto", "--", file.toString(), to);
        }
    }

    /** @throws SinkBrokenException if the program is not there, or has no such remote */
    void expectRemote(Instant deadline) throws IOException, SinkBrokenException, InterruptedException {
        if (run(deadline, "listremotes").lines().noneMatch(remote::equals)) {
            throw unknown();
        }
    }

    private SinkBrokenException unknown() {
        return new SinkBrokenException("rclone knows no remote " + remote
                + " here; 'rclone listremotes' names them, and 'config_file' says where its configuration is");
    }

    private String run(Instant deadline, String... arguments)
            throws IOException, SinkBrokenException, InterruptedException {
        // One try each: the host tries again by its own schedule. Nobody is there to type a password.
        List<String> command = new ArrayList<>(List.of(
                program,
                "--quiet",
                "--ask-password=false",
                "--contimeout=10s",
                "--timeout=30s",
                "--retries=1",
                "--low-level-retries=3"));
        config.ifPresent(file -> command.add("--config=" + file));
        command.addAll(List.of(arguments));
        Program.Ended ended;
        try {
            ended = Program.run(command, left(deadline));
        } catch (IOException e) {
            // ENOENT, in the words of Java 17 and of Java 25.
            if (String.valueOf(e.getMessage()).matches("(?s).*error(=|: )2\\b.*")) {
                throw new SinkBrokenException(
                        "the program " + program + " is not there; install it with: apt install rclone", e);
            }
            throw new IOException(remote + " " + e.getMessage(), e);
        }
        if (ended.exit() != 0) {
            throw complaint(ended);
        }
        return ended.output();
    }

    private IOException complaint(Program.Ended ended) throws SinkBrokenException {
        String words = "rclone ended with code " + ended.exit() + ": " + ended.complaint();
        if (UNKNOWN.matcher(words).matches()) {
            throw unknown();
        }
        if (ended.exit() == FATAL || REFUSED.matcher(words).matches()) {
            throw new SinkBrokenException(words + "; try 'rclone lsd " + remote + "', and 'rclone config reconnect "
                    + remote + "' if it is refused");
        }
        return new IOException(words);
    }

    private static Duration left(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline).minus(SPARE);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
