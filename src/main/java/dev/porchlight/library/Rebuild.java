package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a damaged catalog anew: sets it aside, never deletes it, and fills a new one from the {@code visit.json} beside
 * each visit's media, in the order of the days; then takes over what the damaged one can still tell of alerts that were
 * owed. Runs on the library's thread while the catalog is away for everybody else.
 */
final class Rebuild {
    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int AT_ONCE = 200;

    private final Path file;
    private final MediaFolder media;
    private final HouseClock clock;
    private final List<Sidecar.Told> batch = new ArrayList<>();
    private int visits;
    private int unreadable;

    /** @param file the damaged catalog */
    Rebuild(Path file, MediaFolder media, HouseClock clock) {
        this.file = file;
        this.media = media;
        this.clock = clock;
    }

    /** What was done, in words for the owner. The new catalog lies where the damaged one did. */
    String run() throws IOException {
        Path aside = setAside();
        log.warn("the catalog is damaged; it is set aside as {} and made anew from the visits' own files", aside);
        int owed;
        try (Catalog fresh = Catalog.open(file)) {
            for (Path day : media.days()) {
                for (Path folder : MediaFolder.list(day)) {
                    look(folder, fresh);
                }
            }
            flush(fresh);
            owed = new OwedBefore(aside).takeOver(fresh);
        }
        return "the catalog was damaged and was made anew: " + visits + " visits and " + owed
                + " alerts still owed were taken over"
                + (unreadable == 0 ? "" : ", " + unreadable + " could not be read (porchlight check names them)")
                + "; the damaged one is kept as " + aside.getFileName()
                + ". If this comes again, the card is failing: copy it and replace it";
    }

    private Path setAside() throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.db$", "");
        Path aside = file.resolveSibling(
                name + "-damaged-" + STAMP.format(clock.now().wall()) + ".db");
        for (String part : List.of("-wal", "-shm", "")) {
            Path from = Path.of(file + part);
            if (Files.exists(from)) {
                Files.move(from, Path.of(aside + part), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durable.sync(file.getParent());
        return aside;
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
        if (batch.size() >= AT_ONCE) {
            flush(fresh);
        }
    }

    private void flush(Catalog fresh) throws IOException {
        fresh.write(Priority.TAKE, c -> {
            for (Sidecar.Told told : batch) {
                if (VisitRows.find(c, told.visit().id()).isEmpty()) {
                    VisitRows.restore(c, told.visit(), told.readings());
                    visits++;
                }
            }
            return visits;
        });
        batch.clear();
    }
}
