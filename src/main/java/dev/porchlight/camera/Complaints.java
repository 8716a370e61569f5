package dev.porchlight.camera;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a camera program says on its standard error: all of it is read, or the program would stand still; the last 20
 * lines are kept, 500 characters of each. Written by the thread that drains, read by the camera's.
 */
final class Complaints {
    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final int LAST_LINES = 20;
    private static final int MAX_LINE_LENGTH = 500;
    private static final int CHUNK = 8_192;

    private static final Pattern UNREADABLE = Pattern.compile("\u001b\\[[0-9;]*m|\\p{Cntrl}");

    /** The marks both rpicam-apps and ffmpeg begin a line with: a time, a process, a component and its address. */
    /** ffmpeg quotes the address it cannot open. */
    private static final Pattern PASSWORD = Pattern.compile("//[^/@\\s]*@");

    private static final Pattern MARKS = Pattern.compile("^(?:\\[[^]]*]\\s*)+(?=\\S)");

    private final String program;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    Complaints(String program) {
        this.program = program;
    }

    /** Reads until the program ends. */
    void drain(InputStream from) {
        char[] chunk = new char[CHUNK];
        try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
            for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
                for (int i = 0; i < n; i++) {
                    add(chunk[i]);
                }
            }
            keep();
        } catch (IOException e) {
            log.debug("{}: its complaints broke off", program, e);
        }
    }

    private void add(char c) {
        if (c == '\n' || c == '\r') {
            keep();
        } else if (line.length() < MAX_LINE_LENGTH) {
            line.append(c);
        }
    }

    private void keep() {
        String said = line.toString();
        line.setLength(0);
        if (said.isBlank()) {
            return;
        }
        log.debug("{}: {}", program, said);
        synchronized (lines) {
            lines.addLast(said);
            if (lines.size() > LAST_LINES) {
                lines.removeFirst();
            }
        }
    }

    /** The last lines, the newest last. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The newest line as a person would quote it, without the password of a camera's address. */
    Optional<String> last() {
        List<String> all = lines();
        return all.isEmpty() ? Optional.empty() : Optional.of(readable(all.get(all.size() - 1)));
    }

    private static String readable(String said) {
        String plain = UNREADABLE.matcher(said).replaceAll("").strip();
        return PASSWORD.matcher(MARKS.matcher(plain).replaceFirst("")).replaceAll("//");
    }

    /** True if the program said that another one has the camera: in the words of rpicam-apps, or of Linux. */
    boolean tellOfAnotherOwner() {
        return lines().stream()
                .anyMatch(said -> said.contains("in use by another process")
                        || said.contains("Device or resource busy")
                        || said.contains("failed to acquire camera"));
    }
}
