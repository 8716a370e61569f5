package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user types, and what comes of it. */
@Timeout(90)
class CommandLineIT {
    private static final String QUIET_HOUSE = """
            data: data
            web: {port: 0, login: false}
            plugins: []
            boards: []
            cameras: []
            """;

    @TempDir
    private Path folder;

    @Test
    void theDemoShowsAVisitWithAPhotoAndEndsCleanly() throws Exception {
        try (Host host = Host.start(folder, "demo", "--port", "0")) {
            host.await(Pattern.compile(
                    "ready: http://127\\.0\\.0\\.1:[0-9]+/ \\(board door, camera door, 1 sink\\) in [0-9]+ ms"));
            host.await(Pattern.compile("visit .* taken after [0-9]+ ms: motion, and somebody in range"));
            host.await(Pattern.compile("delivered to album: kept as"));
            assertEquals(130, host.interrupt());
            assertTrue(host.output().endsWith("stopped"), host.output());
            String visit = host.taken().get(0);
            List<String> diary = host.output()
                    .lines()
                    .filter(line -> line.contains(" INFO ") && line.contains(visit))
                    .toList();
            assertEquals(1, diary.size(), host.output());
            assertTrue(diary.get(0).contains("visit " + visit + " at door: "), diary.get(0));
            assertTrue(!host.output().contains("WARN") && !host.output().contains("ERROR"), host.output());
        }
        try (Stream<Path> album = Files.list(folder.resolve("porchlight-demo/album"))) {
            assertEquals(1, album.count());
        }
    }

    @Test
    void theGalleryShowsTheDemosVisit() throws Exception {
        try (Host host = Host.start(folder, "demo", "--port", "0")) {
            host.awaitReady();
            host.await(Pattern.compile("visit .* taken"));
            String page = host.get("/").body();
            String thumbnail = Host.find(page, "src=\"(/media/[^\"]+/thumb\\.jpg[^\"]*)\"")
                    .orElseThrow(() -> new AssertionError(page));
            assertTrue(host.getBytes(thumbnail).length > 2_000);
            HttpResponse<String> visit = host.get("/visits/" + host.taken().get(0));
            assertEquals(200, visit.statusCode());
            assertTrue(visit.body().contains("Something moved, and somebody stood within reach"), visit.body());
        }
    }

    @Test
    void aSecondHostOnTheSameDataNamesTheFirst() throws Exception {
        try (Host first = Host.run(folder, QUIET_HOUSE)) {
            Host second = Host.start(folder, "run", "--config", "porchlight.yaml");

            assertEquals(1, second.exitCode());
            assertTrue(
                    second.output().contains("is in use by another porchlight, process " + first.pid()),
                    second.output());
            assertEquals(200, first.get("/livez").statusCode());
        }
    }

    @Test
    void bothDoorsAreNamedOnceReadyAndTheLogSaysTheFingerprint() throws Exception {
        try (Host host = Host.run(folder, QUIET_HOUSE.replace("login: false", "login: false, https: {port: 0}"))) {
            host.await(Pattern.compile(
                    "ready: http://127\\.0\\.0\\.1:[0-9]+/ and https://127\\.0\\.0\\.1:[0-9]+/ \\(no board"));
            host.await(Pattern.compile("https: the certificate's SHA-256 fingerprint is ([0-9A-F]{2}:){31}"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/https.p12"))));
            assertEquals(130, host.interrupt());
            assertTrue(!host.output().contains("WARN") && !host.output().contains("jetty"), host.output());
        }
    }

    @Test
    void aTakenPortIsAdvice() throws Exception {
        try (Host first = Host.run(folder, QUIET_HOUSE)) {
            Path other = Files.createDirectory(folder.resolve("other"));
            Files.writeString(
                    other.resolve("p.yaml"),
                    QUIET_HOUSE.replace("port: 0", "port: " + first.address().getPort()));
            Host second = Host.start(other, "run", "--config", "p.yaml");

            assertEquals(1, second.exitCode());
            assertTrue(
                    second.output().contains("is taken by another program; stop that one, or set web.port"),
                    second.output());
        }
    }

    @Test
    void aSinkIsTestedWithoutAHostAndItsWordsAreShown() throws Exception {
        Files.writeString(
                folder.resolve("p.yaml"),
                QUIET_HOUSE + "sinks:\n  - {name: desk, type: disk, folder: album}\n"
                        + "  - {name: me, type: email, host: 127.0.0.1, port: 1, security: none, from: a@example.org,"
                        + " to: [b@example.org]}\n");

        Host desk = Host.start(folder, "sink", "test", "desk", "--config", "p.yaml");
        assertEquals(0, desk.exitCode(), desk.output());
        assertEquals("the test arrived at desk: nothing to keep of test", desk.output());

        Host me = Host.start(folder, "sink", "test", "me", "--config", "p.yaml");
        assertEquals(1, me.exitCode());
        assertTrue(me.output().contains("porchlight: the test did not arrive at me: "), me.output());

        Host nobody = Host.start(folder, "sink", "test", "nobody", "--config", "p.yaml");
        assertEquals(1, nobody.exitCode());
        assertEquals("porchlight: there is no sink nobody in p.yaml; it has desk, me", nobody.output());
    }

    /** By the running host's own sink: the folder of the file on the command line is another by now. */
    @Test
    void aSinkIsTestedThroughTheRunningHost() throws Exception {
        String house = QUIET_HOUSE.replace("login: false", "login: true") + """
                sinks:
                  - {name: desk, type: disk, folder: album}
                  - {name: hook, type: webhook, url: "http://127.0.0.1:1/"}
                """;
        try (Host host = Host.run(folder, house)) {
            Host desk = Host.start(folder, "sink", "test", "desk", "--config", "porchlight.yaml");
            assertEquals(0, desk.exitCode(), desk.output());
            assertEquals("the test arrived at desk: nothing to keep of test", desk.output());
            host.await(Pattern.compile("test delivered to desk: nothing to keep of test"));

            Host hook = Host.start(folder, "sink", "test", "hook", "--config", "porchlight.yaml");
            assertEquals(1, hook.exitCode());
            assertEquals(
                    "porchlight: the test did not arrive at hook: nobody answers at 127.0.0.1:1; check 'url', and that"
                            + " it is running; add --apart to see what is said on the way",
                    hook.output());

            String more = house + "  - {name: new, type: disk, folder: b}\n";
            Files.writeString(folder.resolve("other.yaml"), more);
            Host fresh = Host.start(folder, "sink", "test", "new", "--config", "other.yaml");
            assertEquals(1, fresh.exitCode());
            assertEquals(
                    "porchlight: the running porchlight says: there is no sink new in the configuration",
                    fresh.output());

            Host apart = Host.start(folder, "sink", "test", "new", "--apart", "--config", "other.yaml");
            assertEquals(0, apart.exitCode());
            assertEquals("the test arrived at new: nothing to keep of test", apart.output());

            Files.writeString(folder.resolve("porchlight.yaml"), more);
            host.await(Pattern.compile("sink new: ready"));
            Host known = Host.start(folder, "sink", "test", "new", "--config", "porchlight.yaml");
            assertEquals(0, known.exitCode());
            host.await(Pattern.compile("test delivered to new: nothing to keep of test"));
        }
    }

    @Test
    void everyMistakeOfTheConfigurationIsToldAndTheExitCodeIs78() throws Exception {
        Files.writeString(folder.resolve("p.yaml"), "nmae: x\nweb: {port: x}\n");
        Host host = Host.start(folder, "config", "check", "--config", "p.yaml");

        assertEquals(78, host.exitCode());
        assertEquals("""
                p.yaml:1:1: unknown key 'nmae'; did you mean 'name'?
                p.yaml:2:13: web.port must be a number from 0 to 65535, was 'x'""", host.output());
    }

    @Test
    void theConfigurationIsShownWithWhereEachValueCameFromAndNoSecret() throws Exception {
        Files.writeString(folder.resolve("mail"), "hush\n");
        Files.writeString(folder.resolve("p.yaml"), """
                plugins: []
                name: Gate
                sinks:
                  - {name: me, type: email, host: a.example, from: a@example.org, to: b@example.org, password: "${file:mail}"}
                """);
        Host host = Host.start(folder, "config", "show", "--origin", "--config", "p.yaml", "--set", "web.port=8081");

        assertEquals(0, host.exitCode(), host.output());
        String shown = host.output().replaceAll(" {2,}", " | ");
        assertTrue(shown.contains("name | Gate | p.yaml:2:7"), shown);
        assertTrue(shown.contains("web.port | 8081 | flag --set web.port"), shown);
        assertTrue(shown.contains("sinks[0].password | (secret) | p.yaml:4:96 (file mail)"), shown);
        assertTrue(shown.contains("visits.quiet | 5s | default"), shown);
        assertFalse(shown.contains("hush"), shown);
    }

    @Test
    void whatIsNoConfigurationFileEndsWithOneSentenceAndCode78() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Files.writeString(folder.resolve("deep.yaml"), "sinks: " + "[".repeat(10_000));
        Files.write(folder.resolve("picture.yaml"), new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 1});

        for (Map.Entry<String, String> file : Map.of(
                        "/dev/zero", " is a pipe or a device; name a plain file",
                        "pipe", " is a pipe or a device; name a plain file",
                        ".", " is a folder; name the file in it",
                        "picture.yaml", " is no text, it has NUL bytes; name a text file saved as UTF-8",
                        "deep.yaml", ":1:27: no key is nested this deep; look at the brackets and the indentation")
                .entrySet()) {
            Host host = Host.start(folder, "run", "--config", file.getKey());

            assertEquals(78, host.exitCode(), file.getKey());
            assertEquals(file.getKey() + file.getValue(), host.output());
        }
    }

    @Test
    void aConfigurationThatMayNotBeReadSaysWhoAndWhatToDo() throws Exception {
        List<String> asNobody = List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
        Path dist = Path.of(System.getProperty("dist", "../target/dist")).toRealPath();
        Path file = Files.writeString(folder.resolve("p.yaml"), "name: x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String command = "test -r '" + dist + "/bin/porchlight' && exec env JAVA_HOME='"
                + System.getProperty("java.home") + "' '" + dist + "/bin/porchlight' config check --config '" + file
                + "'";
        Process process = new ProcessBuilder(Stream.concat(asNobody.stream(), Stream.of("sh", "-c", command))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        assumeTrue(exitCode != 1 && exitCode != 127, "the program cannot be run as user nobody here: " + said);

        assertEquals(file + " may not be read by user nobody; run: sudo chown nobody " + file, said.strip());
        assertEquals(78, exitCode);
    }

    @Test
    void aSinksOwnMistakeIsToldWithItsPlaceToo() throws Exception {
        Files.writeString(folder.resolve("p.yaml"), "plugins: []\nsinks:\n  - {name: desk, type: disk, foldre: /x}\n");
        Host host = Host.start(folder, "config", "check", "--config", "p.yaml");

        assertEquals(78, host.exitCode());
        assertEquals(
                List.of(
                        "p.yaml:3:5: 'folder' is missing: where the pictures go; its parent must exist",
                        "p.yaml:3:30: unknown key 'foldre'; did you mean 'folder'?"),
                host.output().lines().toList());
    }

    @Test
    void anAddressThatIsNoneIsToldWithItsPlace() throws Exception {
        Files.writeString(folder.resolve("p.yaml"), """
                plugins: []
                sinks:
                  - {name: ha, type: webhook, url: "http://a@b/"}
                  - name: hook
                    type: webhook
                    url_without_media: gopher://ha.local/
                    url: http://2130706433/secret
                """);
        Host host = Host.start(folder, "config", "check", "--config", "p.yaml");

        assertEquals(78, host.exitCode());
        assertTrue(host.output().contains("p.yaml:3:31: 'url' must not have a name before an '@'"), host.output());
        Files.writeString(
                folder.resolve("p.yaml"),
                Files.readString(folder.resolve("p.yaml")).replace("a@b", "b"));
        Host again = Host.start(folder, "config", "check", "--config", "p.yaml");
        assertEquals(78, again.exitCode());
        assertEquals("""
                p.yaml:6:5: 'url_without_media' must begin with http:// or https://
                p.yaml:7:5: 'url' names the host as a number in disguise; write it like 192.168.1.20""", again.output());
    }

    @Test
    void theShippedPluginsAreListedAndABrokenOneIsNamed() throws Exception {
        Files.createDirectory(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/half.jar"), "not a jar");
        Files.writeString(folder.resolve("p.yaml"), "plugins: mine\n");
        Host host = Host.start(folder, "plugin", "list", "--config", "p.yaml");

        assertEquals(1, host.exitCode());
        assertTrue(host.output().contains("makes sinks of type disk"), host.output());
        assertTrue(
                host.output().contains("plugin half cannot be used: half.jar is no jar, or was copied only in part"),
                host.output());
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source <(\"$0\" completion) && compopt() { :; } && COMP_WORDS=(porchlight tok) COMP_CWORD=1"
                                + " && _complete_porchlight && echo \"${COMPREPLY[@]}\""
                                + " && COMP_WORDS=(porchlight run --conf) COMP_CWORD=2"
                                + " && _complete_porchlight && echo \"${COMPREPLY[@]}\"",
                        Host.PROGRAM.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), said);
        assertEquals("token\n--config\n", said);
    }

    @Test
    void helpAndVersionSayWhatTheyShould() throws Exception {
        Host help = Host.start(folder, "--help");
        assertEquals(0, help.exitCode());
        assertTrue(help.output().contains("demo") && !help.output().contains("warm-up"), help.output());
        Host version = Host.start(folder, "--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.output().matches("porchlight [0-9.]+ on Java [0-9]+"), version.output());
    }
}
