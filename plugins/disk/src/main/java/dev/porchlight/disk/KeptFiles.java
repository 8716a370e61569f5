package dev.porchlight.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that this sink put into its folder, each with the time of its visit, in a list of its own: only these are
 * removed when their days are over, and only while they have the size they had.
 */
final class KeptFiles {
    private static final Duration EACH = Duration.ofHours(1);

    private final Path folder;
    private final Path list;
    private final Duration keep;
    private Optional<Instant> looked = Optional.empty();

    /** A line: {@code <time> <size> <name>}. */
    private record Kept(Instant at, long size, String name) {
        static Optional<Kept> parse(String line) {
            String[] words = line.split(" ", 3);
            try {
                return words.length == 3
                        ? Optional.of(new Kept(Instant.parse(words[0]), Long.parseLong(words[1]), words[2]))
                        : Optional.empty();
            } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
                return Optional.empty(); // the last line, when the power went
            }
        }

        @Override
        public String toString() {
            return at + " " + size + " " + name;
        }
    }

    KeptFiles(Path folder, Path list, Duration keep) {
        this.folder = folder;
        this.list = list;
        this.keep = keep;
    }

    void add(Instant at, String name) throws IOException {
        Kept kept = new Kept(at, Files.size(folder.resolve(name)), name);
        Files.writeString(
                list,
                kept + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }

    /** At most once an hour. */
    void removeOld(Instant now) throws IOException {
        if (looked.isPresent() && Duration.between(looked.get(), now).abs().compareTo(EACH) < 0) {
            return;
        }
        looked = Optional.of(now);
        if (!Files.exists(list)) {
            return;
        }
        List<String> left = new ArrayList<>();
        boolean isAnyOver = false;
        for (String line : Files.readAllLines(list)) {
            Optional<Kept> kept = Kept.parse(line);
            if (kept.isPresent() && kept.get().at().plus(keep).isBefore(now)) {
                isAnyOver = true;
                remove(kept.get());
            } else if (kept.isPresent()) {
                left.add(line);
            }
        }
        if (isAnyOver) {
            Path aside = Files.write(list.resolveSibling(list.getFileName() + ".part"), left);
            Files.move(aside, list, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void remove(Kept kept) throws IOException {
        Path file = folder.resolve(kept.name());
        if (Files.isRegularFile(file) && Files.size(file) == kept.size()) {
            Files.delete(file);
        }
    }
}
