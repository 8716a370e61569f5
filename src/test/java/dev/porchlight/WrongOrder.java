package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A copy of the packaged program that makes one mistake on purpose: a photo gets its name 300 ms late, when the commit that
 * names it is over.
 */
final class WrongOrder {
    private static final Path SOURCE = Path.of("main/java/dev/porchlight/library/Durable.java");
    private static final String RIGHT = """
                        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            """;
    private static final String WRONG = """
            if (file.endsWith("photo.jpg")) {
                java.util.concurrent.CompletableFuture.delayedExecutor(300, java.util.concurrent.TimeUnit.MILLISECONDS)
                        .execute(() -> part.toFile().renameTo(file.toFile()));
                return;
            }
            """;

    private WrongOrder() {}

    /** Its {@code bin/porchlight}. */
    static Path program(Path folder) throws IOException {
        Path right = Host.PROGRAM.toAbsolutePath().getParent().getParent();
        copy(right, folder);
        Files.deleteIfExists(folder.resolve("lib/porchlight.jsa"));
        String source = Files.readString(SOURCE);
        assertEquals(2, source.split(Pattern.quote(RIGHT), -1).length, "one place to spoil");
        Path spoilt = Files.createDirectories(folder.resolve("spoilt")).resolve("Durable.java");
        Files.writeString(spoilt, source.replace(RIGHT, WRONG + RIGHT));
        Path jar;
        try (Stream<Path> lib = Files.list(folder.resolve("lib"))) {
            jar = lib.filter(file -> file.getFileName().toString().matches("porchlight-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-cp",
                        jar.toString(),
                        "-d",
                        folder.resolve("spoilt").toString(),
                        spoilt.toString());
        assertEquals(0, failed);
        String name = "dev/porchlight/library/Durable.class";
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.copy(
                    folder.resolve("spoilt").resolve(name), inside.getPath(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return folder.resolve("bin/porchlight");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
