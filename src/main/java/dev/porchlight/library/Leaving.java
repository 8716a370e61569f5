package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is no longer in the catalog and still on the disk: the folders of visits, and clips of visits that stay. Each is
 * named in the table {@code leaving} by the commit that takes it out of the catalog, and forgotten when it is off the disk;
 * so a crash in between leaves nothing lying about.
 */
final class Leaving {
    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    private final Catalog catalog;
    private final MediaFolder media;

    /** Those that could not be removed, each told of once. */
    private final Set<String> stuck = new HashSet<>();

    Leaving(Catalog catalog, MediaFolder media) {
        this.catalog = catalog;
        this.media = media;
    }

    /** @param path a folder or a file, below the media folder */
    static void name(Connection c, String path) throws SQLException {
        Catalog.update(c, "INSERT OR IGNORE INTO leaving(folder) VALUES(?)", path);
    }

    static boolean isNamed(Connection c, String path) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, "SELECT 1 FROM leaving WHERE folder = ?", path);
                ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    /** A visit left while somebody wrote a file of it, which would lie about. */
    static void nameStray(Catalog catalog, Visit gone) throws IOException {
        catalog.write(Priority.LANE, c -> {
            if (VisitRows.find(c, gone.id()).isEmpty()) {
                name(c, gone.folder());
            }
            return true;
        });
    }

    /** Takes them off the disk. One that cannot be removed holds up nobody, and is tried again by the next call. */
    void remove() throws IOException {
        List<String> gone = new ArrayList<>();
        Set<Path> changed = new TreeSet<>();
        for (String path : named()) {
            try {
                changed.add(media.remove(path));
                gone.add(path);
                stuck.remove(path);
            } catch (IOException e) {
                tellOnce(path, e);
            }
        }
        for (Path folder : changed) {
            media.sync(folder);
        }
        forget(gone);
    }

    /** Only the room they take is given back; {@link #remove} does the rest. On any thread. */
    void removeFiles() throws IOException {
        for (String path : named()) {
            try {
                media.remove(path);
            } catch (IOException e) {
                log.debug("{} is removed later", path, e);
            }
        }
    }

    private void tellOnce(String path, IOException e) {
        if (stuck.add(path)) {
            log.warn("{} is no longer a visit's and cannot be removed; it is tried again now and then", path, e);
        }
    }

    private void forget(List<String> gone) throws IOException {
        if (gone.isEmpty()) {
            return;
        }
        catalog.write(Priority.WEB, c -> {
            for (String path : gone) {
                Catalog.update(c, "DELETE FROM leaving WHERE folder = ?", path);
            }
            return true;
        });
    }

    private List<String> named() throws IOException {
        return catalog.read(c -> {
            List<String> paths = new ArrayList<>();
            try (PreparedStatement s = Catalog.prepare(c, "SELECT folder FROM leaving");
                    ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    paths.add(row.getString(1));
                }
            }
            return paths;
        });
    }
}
