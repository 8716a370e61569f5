package dev.porchlight.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a crash left half done: {@code .part} files, and the folder of a photo whose row was never committed. A
 * folder with a {@code visit.json} is never removed: its row was there once. What a crash may have touched is looked
 * through before the first visit; after an unclean stop the rest follows on the thread {@code recovery}.
 */
final class Recovery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final int NEWEST_DAYS = 2;

    private final Catalog catalog;
    private final MediaFolder media;
    private final boolean cleanlyLeft;
    private final Thread rest = new Thread(this::lookThroughTheRest, "recovery");
    private final long hostStart = System.currentTimeMillis();
    private volatile boolean stopping;

    Recovery(Catalog catalog, MediaFolder media, boolean cleanlyLeft) {
        this.catalog = catalog;
        this.media = media;
        this.cleanlyLeft = cleanlyLeft;
    }

    /** The visits that went on when the host stopped. */
    List<Visit> unfinished() throws IOException {
        return catalog.read(c -> VisitRows.list(c, "SELECT * FROM visit WHERE end_ms IS NULL ORDER BY seq"));
    }

    void start() throws IOException {
        if (cleanlyLeft) {
            return;
        }
        log.info("the last stop was not an orderly one; looking for what it left");
        Leftovers found = new Leftovers();
        for (Path day : newestDays()) {
            for (Path folder : list(day)) {
                lookThrough(folder, found);
            }
        }
        List<Visit> touched = catalog.read(c -> VisitRows.list(
                c, "SELECT * FROM visit WHERE seq IN (SELECT visit FROM stale) ORDER BY seq LIMIT 1000"));
        for (Visit visit : touched) {
            lookThrough(media.resolve(visit.folder()), found);
        }
        found.tell();
        rest.setDaemon(true);
        rest.start();
    }

    private void lookThroughTheRest() {
        Leftovers found = new Leftovers();
        try {
            for (Path day : days()) {
                for (Path folder : list(day)) {
                    if (stopping) {
                        return;
                    }
                    lookThrough(folder, found);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("not everything an unclean stop left could be looked through; porchlight check tells the rest", e);
        }
        found.tell();
    }

    /** What was found and removed. */
    private static final class Leftovers {
        private int parts;
        private int folders;

        private void tell() {
            if (parts + folders > 0) {
                log.info("removed {} half-written files and {} photos that were not yet a visit", parts, folders);
            }
        }
    }

    /** A folder changed since this host started is left alone: its visit may be about to be taken. */
    private void lookThrough(Path folder, Leftovers found) throws IOException {
        if (!Files.isDirectory(folder) || Files.getLastModifiedTime(folder).toMillis() > hostStart) {
            return;
        }
        for (Path file : list(folder)) {
            if (file.getFileName().toString().endsWith(Durable.PART)) {
                Files.deleteIfExists(file);
                found.parts++;
            }
        }
        Optional<VisitId> id = MediaFolder.visitOf(folder);
        if (id.isPresent()
                && !Files.exists(folder.resolve(MediaFolder.SIDECAR))
                && !catalog.read(c -> VisitRows.find(c, id.get()).isPresent())) {
            for (Path file : list(folder)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            found.folders++;
        }
    }

    private List<Path> newestDays() throws IOException {
        return days().stream().limit(NEWEST_DAYS).toList();
    }

    /** The day folders, newest first. */
    private List<Path> days() throws IOException {
        List<Path> days = new ArrayList<>();
        for (Path year : list(media.root())) {
            for (Path month : list(year)) {
                days.addAll(list(month));
            }
        }
        days.sort(Comparator.reverseOrder());
        return days;
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(folder)) {
            return names.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            rest.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
