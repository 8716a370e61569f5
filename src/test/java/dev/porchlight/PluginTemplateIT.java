package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way of an author, as plugins/README.md tells it: outside this tree, with nothing of it but the API's jar. */
@Timeout(120)
class PluginTemplateIT {
    @TempDir
    private Path folder;

    private void make(String name) throws Exception {
        Host made = Host.start(folder, "plugin", "new", name);
        assertEquals(0, made.exitCode(), made.output());
        assertTrue(made.output().endsWith("cd " + name + " && ./build"), made.output());
    }

    private static void build(Path project, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process build = builder.start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, build.waitFor(), said);
        assertTrue(!said.contains("warning:"), said);
    }

    private static void edit(Path file, String before, String after) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(before), text);
        Files.writeString(file, text.replace(before, after));
    }

    @Test
    void aPluginMadeFromTheTemplateWorksInTheDemoAndSoDoItsReplacementAndItsRemoval() throws Exception {
        make("lamp");
        Path lamp = folder.resolve("lamp");
        build(lamp, "./build");
        try (Host demo = Host.start(folder, "demo", "--port", "0", "--plugin", "lamp/target/lamp.jar")) {
            demo.awaitReady();
            demo.await(Pattern.compile("delivered to lamp: ding dong"));

            edit(lamp.resolve("src/main/java/org/example/lamp/LampFactory.java"), "ding dong", "light is on");
            edit(lamp.resolve("build"), "Version: 1.0", "Version: 1.1");
            build(lamp, "./build");
            demo.await(Pattern.compile("plugin lamp is loaded: version 1.1 makes sinks of type lamp"));
            assertEquals(201, demo.post("/api/v1/visits").statusCode());
            demo.await(Pattern.compile("delivered to lamp: light is on"));

            Files.delete(lamp.resolve("target/lamp.jar"));
            demo.await(Pattern.compile("plugin lamp.jar was removed; what is owed to sinks of type lamp waits"));
            assertEquals(201, demo.post("/api/v1/visits").statusCode());
            int told = demo.taken().size();

            edit(lamp.resolve("src/main/java/org/example/lamp/LampFactory.java"), "light is on", "by Maven");
            edit(lamp.resolve("src/test/java/org/example/lamp/LampTest.java"), "ding dong", "by Maven");
            build(lamp, "mvn", "-q", "-B", "package");
            Path jar = lamp.resolve("target/lamp.jar");
            Path plugins = Files.createDirectories(folder.resolve("porchlight-demo/plugins"));
            Files.move(jar, plugins.resolve("lamp.jar"), StandardCopyOption.ATOMIC_MOVE);
            demo.await(Pattern.compile("delivered to lamp: by Maven"));
            assertTrue(told > 0, demo.output());
        }
        assertTrue(Files.exists(lamp.resolve("target/surefire-reports/org.example.lamp.LampTest.txt")));
    }

    @Test
    void aPluginThatMustBeToldMoreSaysWhat() throws Exception {
        make("horn");
        Path factory = folder.resolve("horn/src/main/java/org/example/horn/HornFactory.java");
        edit(
                factory,
                "Setting.withDefault(\"words\", Kind.TEXT, \"ding dong\", ",
                "Setting.required(\"words\", Kind.TEXT, ");
        build(folder.resolve("horn"), "./build");

        Host asks = Host.start(folder, "demo", "--port", "0", "--plugin", "horn/target/horn.jar");
        assertEquals(1, asks.exitCode());
        assertEquals(
                "porchlight: a sink of type horn must be told more; add --set words=... (what is written down for each"
                        + " visit)",
                asks.output());

        try (Host demo = Host.start(
                folder, "demo", "--port", "0", "--plugin", "horn/target/horn.jar", "--set", "words='toot, toot'")) {
            demo.await(Pattern.compile("sink horn: ready"));
        }
    }

    @Test
    void whatIsNoPluginIsRefusedInOneSentence() throws Exception {
        Files.writeString(folder.resolve("text.jar"), "no jar");

        Host demo = Host.start(folder, "demo", "--port", "0", "--plugin", "text.jar");

        assertEquals(1, demo.exitCode());
        assertTrue(
                demo.output()
                        .contains(
                                "porchlight: plugin text cannot be used: text.jar is no jar, or was copied only in part"),
                demo.output());
    }
}
