package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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

    /** Less is missing of every clip that was not ended in order: what was still in memory. */
    private static final Duration WORTH_TELLING = Duration.ofMillis(500);

    private final Catalog catalog;
    private final MediaFolder media;
    private final Clips clips;
    private final boolean cleanlyLeft;
    private final Runnable onDamage;
    private final Thread rest = new Thread(this::lookThroughTheRest, "recovery");
    private final long hostStart;
    private volatile boolean stopping;

    /**
     * @param hostStart folders changed since then are left alone
     * @param onDamage called when the catalog turns out to be damaged; {@link Catalog#damage} tells how
     */
    Recovery(
            Catalog catalog,
            MediaFolder media,
            Clips clips,
            boolean cleanlyLeft,
            Instant hostStart,
            Runnable onDamage) {
        this.catalog = catalog;
        this.media = media;
        this.clips = clips;
        this.cleanlyLeft = cleanlyLeft;
        this.hostStart = hostStart.toEpochMilli();
        this.onDamage = onDamage;
    }

    /** What is to be done with a visit. */
    interface Step {
        void make(Visit visit) throws IOException;
    }

    /**
     * Ends the visits that went on when the host stopped, and says what of them is missing.
     *
     * @param isOver whether it really is
     * @param withoutClip ends a visit of whose clip nothing is on the disk
     */
    void endWhatWentOn(Predicate<Visit> isOver, Step withoutClip) throws IOException {
        List<Duration> torn = new ArrayList<>();
        int recovered = 0;
        for (Visit visit :
                catalog.read(c -> VisitRows.list(c, "SELECT * FROM visit WHERE end_ms IS NULL ORDER BY seq"))) {
            if (isOver.test(visit)) {
                Optional<Duration> missing = clips.recover(visit);
                if (missing.isEmpty()) {
                    withoutClip.make(visit);
                }
                missing.filter(time -> time.compareTo(WORTH_TELLING) > 0).ifPresent(torn::add);
                recovered++;
            }
        }
        if (recovered > 0) {
            log.warn(words(recovered, torn));
        }
    }

    private static String words(int recovered, List<Duration> torn) {
        String words = recovered == 1
                ? "a visit that went on when porchlight was stopped was recovered"
                : recovered + " visits that went on when porchlight was stopped were recovered";
        Optional<Duration> most = torn.stream().max(Comparator.naturalOrder());
        String whose = torn.size() == 1 ? "its clip" : torn.size() + " clips";
        return most.isEmpty()
                ? words
                : String.format(
                        Locale.ROOT,
                        "%s; up to the last %.1f s of %s are missing",
                        words,
                        most.get().toMillis() / 1_000.0,
                        whose);
    }

    void start() throws IOException {
        if (cleanlyLeft) {
            return;
        }
        log.info("the last stop was not an orderly one; looking for what it left");
        Leftovers found = new Leftovers();
        for (Path day : newestFirst().stream().limit(NEWEST_DAYS).toList()) {
            lookThroughDay(day, found);
        }
        List<Visit> touched = catalog.read(c -> VisitRows.list(
                c, "SELECT * FROM visit WHERE seq IN (SELECT visit FROM stale) ORDER BY seq LIMIT 1000"));
        for (Visit visit : touched) {
            tryToLookThrough(media.resolve(visit.folder()), found);
        }
        found.tell();
        rest.setDaemon(true);
        rest.start();
    }

    private void lookThroughTheRest() {
        Leftovers found = new Leftovers();
        try {
            catalog.examine();
            if (catalog.damage().isPresent()) {
                onDamage.run();
                return;
            }
            for (Path day : newestFirst()) {
                if (stopping) {
                    return;
                }
                lookThroughDay(day, found);
            }
        } catch (IOException e) {
            log.warn("not everything an unclean stop left could be looked through; porchlight check tells the rest", e);
        }
        found.tell();
    }

    /** What was found and removed. */
    private static final class Leftovers {
        private int parts;
        private int folders;
        private int unreadable;

        private void unreadable(Path folder, IOException e) {
            log.debug("{} could not be looked through", folder, e);
            unreadable++;
        }

        private void tell() {
            if (parts + folders > 0) {
                log.info("removed {} half-written files and {} photos that were not yet a visit", parts, folders);
            }
            if (unreadable > 0) {
                log.warn("{} folders of visits cannot be read; porchlight check names them", unreadable);
            }
        }
    }

    private void lookThroughDay(Path day, Leftovers found) {
        try {
            for (Path folder : MediaFolder.list(day)) {
                tryToLookThrough(folder, found);
            }
        } catch (IOException e) {
            found.unreadable(day, e);
        }
    }

    private void tryToLookThrough(Path folder, Leftovers found) {
        try {
            lookThrough(folder, found);
        } catch (IOException e) {
            found.unreadable(folder, e);
        }
    }

    /**
     * A folder changed since this host started is left alone: its visit may be about to be taken. But half a thumbnail,
     * which a disk that went away did not let go, is removed there too: at worst somebody is just making it, and makes it
     * again.
     */
    private void lookThrough(Path folder, Leftovers found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        boolean isOfThisRun = Files.getLastModifiedTime(folder).toMillis() > hostStart;
        if (Files.deleteIfExists(folder.resolve(MediaFolder.HALF_THUMBNAIL))) {
            found.parts++;
        }
        if (isOfThisRun) {
            return;
        }
        for (Path file : MediaFolder.list(folder)) {
            if (file.getFileName().toString().endsWith(Durable.PART)) {
                Files.deleteIfExists(file);
                found.parts++;
            }
        }
        Optional<VisitId> id = MediaFolder.visitOf(folder);
        Optional<Visit> visit = id.isEmpty() ? Optional.empty() : catalog.read(c -> VisitRows.find(c, id.get()));
        if (visit.isPresent()) {
            clips.dropWhatIsOver(visit.get());
        }
        if (id.isPresent() && visit.isEmpty() && !Files.exists(folder.resolve(MediaFolder.SIDECAR))) {
            for (Path file : MediaFolder.list(folder)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            found.folders++;
        }
    }

    private List<Path> newestFirst() throws IOException {
        List<Path> days = new ArrayList<>(media.days());
        Collections.reverse(days);
        return days;
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
