package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a damaged catalog anew, from the {@code visit.json} beside each visit's media, in the order of the days; then takes
 * over what the damaged one can still tell of alerts that were owed. A catalog half made is never taken for a whole one.
 * Runs on the library's thread while the catalog is away for everybody else.
 */
final class Rebuild {
    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int VISITS_AT_ONCE = 200;

    /** Some 5 MB in memory. */
    private static final int READINGS_AT_ONCE = 100_000;

    /** The file first: a log without it is nobody's, while it without its log would be an older catalog. */
    private static final List<String> PARTS = List.of("", "-wal", "-shm");

    private final Path file;
    private final MediaFolder media;
    private final HouseClock clock;
    private final BooleanSupplier stopping;
    private final List<Sidecar.Told> batch = new ArrayList<>();
    private int visits;
    private int unreadable;

    /** @param file the damaged catalog */
    Rebuild(Path file, MediaFolder media, HouseClock clock, BooleanSupplier stopping) {
        this.file = file;
        this.media = media;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** What was done, in words for the owner. The new catalog lies where the damaged one did. */
    String run() throws IOException {
        log.warn("the catalog is damaged; it is made anew from the visits' own files");
        Path fresh = file.resolveSibling("porchlight-new.db");
        delete(fresh);
        int owed;
        try (Catalog catalog = Catalog.open(fresh)) {
            for (Path day : media.days()) {
                for (Path folder : MediaFolder.list(day)) {
                    if (stopping.getAsBoolean()) {
                        throw new InterruptedIOException("told to stop while the catalog is made anew");
                    }
                    look(folder, catalog);
                }
            }
            flush(catalog);
            owed = Files.exists(file) ? new OwedBefore(file).takeOver(catalog) : 0;
        }
        if (Files.exists(Path.of(fresh + "-wal"))) {
            throw new IOException("the disk did not write the new catalog out in time");
        }
        Files.move(fresh, done(), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(file.getParent());
        String aside = putInPlaceIfDone()
                .map(path -> "; the damaged one is kept as " + path.getFileName())
                .orElse("");
        return "the catalog was damaged and was made anew: " + visits + " visits and " + owed
                + " alerts still owed were taken over"
                + (unreadable == 0 ? "" : ", " + unreadable + " could not be read (porchlight check names them)")
                + aside
                + ". If this comes again, the card is failing: copy it and replace it";
    }

    /** A catalog of this name is whole, and only waits for the damaged one's place. */
    private Path done() {
        return file.resolveSibling("porchlight-made.db");
    }

    /**
     * Sets the damaged catalog aside, never deletes it, and gives its place to the one that was made; also what a power
     * cut in the middle of that left to do.
     *
     * @return where the damaged one is now
     */
    Optional<Path> putInPlaceIfDone() throws IOException {
        if (!Files.exists(done())) {
            return Optional.empty();
        }
        String name = file.getFileName().toString().replaceFirst("\\.db$", "");
        Path aside = file.resolveSibling(
                name + "-damaged-" + STAMP.format(clock.now().wall()) + ".db");
        boolean isThere = Files.exists(file);
        for (String part : PARTS) {
            Path from = Path.of(file + part);
            if (Files.exists(from)) {
                Files.move(from, Path.of(aside + part), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durable.sync(file.getParent());
        Files.move(done(), file, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(file.getParent());
        return isThere ? Optional.of(aside) : Optional.empty();
    }

    private static void delete(Path catalog) throws IOException {
        for (String part : PARTS) {
            Files.deleteIfExists(Path.of(catalog + part));
        }
    }

    private void look(Path folder, Catalog fresh) throws IOException {
        if (MediaFolder.visitOf(folder).isEmpty()) {
            return;
        }
        Path sidecar = folder.resolve(MediaFolder.SIDECAR);
        try {
            if (Files.exists(sidecar)) {
                batch.add(Sidecar.parse(Files.readAllBytes(sidecar), media.below(folder)));
            } else if (Files.exists(folder.resolve(Role.PHOTO.fileName()))) {
                batch.add(new Sidecar.Told(media.adopt(folder), List.of()));
            }
        } catch (IOException e) {
            log.debug("{} cannot be read", folder, e);
            unreadable++;
        }
        if (batch.size() >= VISITS_AT_ONCE
                || batch.stream().mapToInt(told -> told.readings().size()).sum() > READINGS_AT_ONCE) {
            flush(fresh);
        }
    }

    private void flush(Catalog fresh) throws IOException {
        fresh.write(Priority.TAKE, c -> {
            for (Sidecar.Told told : batch) {
                if (VisitRows.find(c, told.visit().id()).isEmpty()) {
                    VisitRows.restore(c, told.visit(), told.readings());
                    Clips.takeUp(c, told.visit(), media.resolve(told.visit().folder()));
                    visits++;
                }
            }
            return visits;
        });
        batch.clear();
    }
}
