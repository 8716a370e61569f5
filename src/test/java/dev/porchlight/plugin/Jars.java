package dev.porchlight.plugin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Real plugin jars, compiled as a test runs. */
public final class Jars {
    private static final List<String> API = List.of(
            "Alert",
            "Attempt",
            "Receipt",
            "RetryAfterException",
            "Setting",
            "Settings",
            "Sink",
            "SinkBrokenException",
            "SinkContext",
            "SinkFactory",
            "UndeliverableException");

    private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();

    private Jars() {}

    /** A factory class {@code stranger.Factory} of this type, with this body of {@code deliver}. */
    public static String factory(String type, String deliver) {
        return """
                package stranger;
                IMPORTS
                import java.util.List;
                public final class Factory implements SinkFactory {
                    public String type() { return "%s"; }
                    public List<Setting> settings() {
                        return List.of(Setting.withDefault("folder", Setting.Kind.TEXT, "/nowhere", "a folder"));
                    }
                    public Sink open(Settings settings, SinkContext context) {
                        return new Sink() {
                            public Receipt deliver(Alert alert, Attempt attempt) throws Exception0 { %s }
                            public void close() {}
                        };
                    }
                }
                """.formatted(type, deliver)
                .replace(
                        "IMPORTS",
                        API.stream()
                                .map(name -> "import dev.porchlight.api." + name + ";")
                                .collect(Collectors.joining()))
                .replace(
                        "Exception0",
                        "java.io.IOException, RetryAfterException, UndeliverableException, SinkBrokenException,"
                                + " InterruptedException");
    }

    /** Compiles the source, once for all tests that use it, and packs it as a plugin. */
    public static Path make(Path jar, String source, Map<String, String> manifest) throws IOException {
        String key = source + new TreeMap<>(manifest);
        byte[] bytes = MADE.get(key);
        if (bytes == null) {
            bytes = compile(source, manifest);
            MADE.put(key, bytes);
        }
        Files.createDirectories(jar.getParent());
        return Files.write(jar, bytes);
    }

    private static byte[] compile(String source, Map<String, String> manifest) throws IOException {
        Path classes = Files.createTempDirectory("stranger");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean good = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-proc:none",
                                "-classpath",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///stranger/Factory.java"),
                                        javax.tools.JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignore) {
                                        return source;
                                    }
                                }))
                .call();
        if (!good) {
            throw new IOException("the stranger's plugin does not compile");
        }
        Manifest head = new Manifest();
        head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> head.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, head);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
            out.putNextEntry(new JarEntry("META-INF/services/dev.porchlight.api.SinkFactory"));
            out.write("stranger.Factory\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The same jar, its factory's class made by a Java that is yet to come. */
    public static byte[] ofANewerJava(byte[] jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                if (entry.getName().endsWith("Factory.class")) {
                    content[7] = 99; // the low byte of its version, Java Virtual Machine Specification 4.1
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }
}
