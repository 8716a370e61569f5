package dev.porchlight.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The private copies that jars are loaded from, in the system's folder for temporary files. */
final class Copies {
    private static final Logger log = LoggerFactory.getLogger(Copies.class);
    private static final String NAME = "porchlight-plugins-";
    private static final Pattern OF_PROCESS = Pattern.compile(NAME + "([0-9]{1,10})-.*");

    private Copies() {}

    static Path make() throws IOException {
        return Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-");
    }

    /** A host that was killed could not remove its own. */
    static void removeOld() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, NAME + "*")) {
            for (Path folder : all) {
                Matcher name = OF_PROCESS.matcher(folder.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    empty(folder);
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            log.debug("old copies of plugins cannot be removed", e);
        }
    }

    static void empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
