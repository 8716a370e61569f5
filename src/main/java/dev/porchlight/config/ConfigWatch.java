package dev.porchlight.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices, on the thread {@code config}, that the configuration was changed: its file, or one that it takes a password
 * from. It looks rather than being told, since editors put another file in its place, and what is told of a folder would
 * be told of its disk only.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

    /** A file that was written to so lately may still be written to. */
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Path file;
    private final Duration each;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "config");
    private volatile Runnable changed = () -> {};
    private Map<Path, Seen> told;
    private Map<Path, Seen> before;

    /**
     * What a file looks like from outside, and what stands in it. One that is not there, or that may not be read, looks
     * like nothing.
     */
    private record Seen(long size, long time, Object key, Optional<byte[]> text) {
        private static final Seen NOTHING = new Seen(-1, 0, "", Optional.empty());

        /** @param before whose text need not be read again if it looks the same */
        private static Seen of(Path file, Seen before) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                Object key = String.valueOf(now.fileKey());
                long time = now.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                return before.size == now.size() && before.time == time && before.key.equals(key)
                        ? before
                        : new Seen(now.size(), time, key, Optional.of(TextFile.bytes(file, ConfigFile.MAX_BYTES)));
            } catch (IOException e) {
                return NOTHING; // whoever reads the configuration says why
            }
        }

        private boolean saysTheSame(Seen other) {
            return text.isPresent() == other.text.isPresent()
                    && (text.isEmpty() || Arrays.equals(text.get(), other.text.get()));
        }
    }

    /** Remembers what stands there now: make it before the file is read, so that no change falls between. */
    public ConfigWatch(Path file) {
        this(file, EACH);
    }

    ConfigWatch(Path file, Duration each) {
        this.file = file;
        this.each = each;
        this.told = look(Map.of());
        this.before = told;
    }

    /** @param whenChanged told on this thread, when what was changed has stood still for a moment */
    public void start(Runnable whenChanged) {
        changed = whenChanged;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stop.await(each.toMillis(), TimeUnit.MILLISECONDS)) {
                lookOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        Map<Path, Seen> now = look(before);
        boolean standsStill = saysTheSame(now, before);
        before = now;
        if (standsStill && !saysTheSame(now, told)) {
            told = now;
            changed.run();
        }
    }

    private Map<Path, Seen> look(Map<Path, Seen> earlier) {
        Map<Path, Seen> now = new LinkedHashMap<>();
        Seen main = Seen.of(file, earlier.getOrDefault(file, Seen.NOTHING));
        now.put(file, main);
        String text = main.text()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        for (String name : Placeholders.files(text)) {
            try {
                Path named = Path.of(name);
                now.put(named, Seen.of(named, earlier.getOrDefault(named, Seen.NOTHING)));
            } catch (InvalidPathException e) {
                log.debug("no file can be called that", e);
            }
        }
        return now;
    }

    private static boolean saysTheSame(Map<Path, Seen> one, Map<Path, Seen> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> entry.getValue().saysTheSame(other.get(entry.getKey())));
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
    }
}
