package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spoilt files: each is a configuration, or has its sentences, and nothing else comes of it. */
@Timeout(600)
class ConfigFuzzTest {
    private static final int FILES = Integer.getInteger("fuzz.files", 5_000);
    private static final long SEED = 20_261_123;
    private static final long MAX_ALLOCATED = 50_000_000;
    private static final long MAX_NANOS = 10_000_000_000L;
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "hunter2");

    /** What the example does not have. */
    private static final String MORE = """
            plugins: [/a, "/b\\t"]
            data_id: 0f8fad5b-d9cb-469f-a165-70867728950e
            sinks: # the second ones of this name are mistakes already
              - {name: me, type: email, host: smtp.example.org, port: 587, password: "${env:TOKEN}", to: [me@example.org]}
              - {name: ha, type: webhook, url: "http://ha.local:8123/", headers: {a: b}, alerts: [visit.started]}
              - &d {name: desk, type: disk, folder: '/mnt/nas/porch', size: 8MB, wait: 5s}
              - *d
            """;

    private static final List<Setting> SETTINGS = List.of(
            Setting.required("host", Kind.TEXT, "the host"),
            Setting.optional("port", Kind.NUMBER, "the port"),
            Setting.optional("password", Kind.TEXT, "the password").asSecret(),
            Setting.optional("to", Kind.LIST, "to whom"),
            Setting.optional("headers", Kind.MAP, "headers"),
            Setting.optional("size", Kind.SIZE, "the size"),
            Setting.optional("wait", Kind.DURATION, "how long"));

    private final Random random = new Random(SEED);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder;

    @Test
    void aSpoiltFileIsAConfigurationOrHasItsSentences() throws Exception {
        String example = Files.readString(Path.of("main/dist/porchlight.example.yaml"));
        List<byte[]> good = List.of(
                example.getBytes(StandardCharsets.UTF_8),
                (example.replace("sinks: []", "") + MORE).getBytes(StandardCharsets.UTF_8),
                MORE.getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve("p.yaml");
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] spoilt = good.get(random.nextInt(good.size()));
            for (int times = 1 + random.nextInt(4); times > 0; times--) {
                spoilt = spoil(spoilt);
            }
            Files.write(file, spoilt);
            refused += isRefused(file, i) ? 1 : 0;
        }
        System.out.println(refused + " of " + FILES + " spoilt files were refused");
        assertTrue(refused > FILES / 3 && refused < FILES, refused + " refused");
    }

    private boolean isRefused(Path file, int number) throws Exception {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            for (SinkConfig sink : ConfigFile.read(file, ENVIRONMENT).sinks()) {
                sink.keys().check(SETTINGS);
            }
            return false;
        } catch (ConfigException e) {
            assertFalse(e.problems().isEmpty());
            for (String problem : e.problems()) {
                assertTrue(problem.startsWith(file.toString()) || problem.startsWith("and "), problem);
                assertTrue(problem.length() < 1_000 && problem.lines().count() == 1, problem);
                assertFalse(problem.contains("hunter2"), problem);
            }
            return true;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("file " + number + ":\n" + Files.readString(file, StandardCharsets.ISO_8859_1), e);
        } finally {
            assertTrue(threads.getCurrentThreadAllocatedBytes() - allocated < MAX_ALLOCATED, "file " + number);
            assertTrue(System.nanoTime() - start < MAX_NANOS, "file " + number);
        }
    }

    private byte[] spoil(byte[] text) {
        return switch (random.nextInt(8)) {
            case 0 -> flipped(text);
            case 1 -> replaced(text, random.nextInt(text.length + 1), 0, sign());
            case 2 -> cut(text);
            case 3 -> lines(text, false);
            case 4 -> lines(text, true);
            case 5 -> swapped(text);
            case 6 -> replaced(text, random.nextInt(text.length + 1), random.nextInt(8), value());
            default -> replaced(text, random.nextInt(text.length + 1), random.nextInt(3), "");
        };
    }

    private byte[] flipped(byte[] text) {
        byte[] flipped = text.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] cut(byte[] text) {
        return random.nextBoolean()
                ? replaced(text, random.nextInt(text.length + 1), text.length, "")
                : replaced(text, 0, random.nextInt(text.length + 1), "");
    }

    /** One line doubled, or two lines exchanged. */
    private byte[] lines(byte[] text, boolean exchange) {
        List<String> lines = new ArrayList<>(
                new String(text, StandardCharsets.ISO_8859_1).lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        int one = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        if (exchange) {
            lines.set(one, lines.set(other, lines.get(one)));
        } else {
            lines.add(other, lines.get(one));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Two words exchanged. */
    private byte[] swapped(byte[] text) {
        String[] words = new String(text, StandardCharsets.ISO_8859_1).split("(?<=[ ,:])", -1);
        int one = random.nextInt(words.length);
        int other = random.nextInt(words.length);
        String kept = words[one];
        words[one] = words[other];
        words[other] = kept;
        return String.join("", words).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] replaced(byte[] text, int at, int length, String by) {
        String before = new String(text, StandardCharsets.ISO_8859_1);
        String after = before.substring(0, at) + by + before.substring(Math.min(before.length(), at + length));
        return after.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String sign() {
        List<String> signs = List.of(
                "[", "]", "{", "}", "\"", "'", ":", ": ", "- ", "? ", "#", "&a ", "*a", "!x ", "|", ">", "%", "@", "\t",
                "\n", "---\n", "...\n", ",", "\\", "<<: *a", "\0", "~");
        return signs.get(random.nextInt(signs.size()));
    }

    private String value() {
        List<String> values = List.of(
                "-1",
                "1000000000000",
                "1e400",
                "9".repeat(400),
                "999999999d",
                "999999999TB",
                "${env:TOKEN}",
                "${x}",
                "${file:/dev/zero}",
                "${file:/}",
                "${env:",
                "\"\\0\"",
                "\"\\UFFFFFFFF\"",
                "\"\\ud800\"",
                "auto",
                "yes",
                "null",
                "[".repeat(200),
                "{a: ".repeat(50),
                "http://[",
                "Europe/Berlni",
                "%YAML 9.9\n---\n",
                "%TAG ! x\n",
                "!<tag:yaml.org,2002:int> x",
                "x".repeat(3_000),
                "\u00FC");
        return values.get(random.nextInt(values.size()));
    }
}
