package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bad days of the card, on small disks of their own. */
@Timeout(120)
class CardIT {
    private static final String CONFIG = """
            home: {time_zone: UTC}
            data: disk/data
            web: {port: 0, login: false}
            plugins: []
            boards: []
            cameras: [{name: door, source: simulated, width: 320, height: 180}]
            visits: {record: [photo], quiet: 200ms, preroll: 1s}
            """;

    @TempDir
    private Path folder;

    private static Host started(Host host) throws InterruptedException {
        host.await(Pattern.compile("gives pictures"));
        return host;
    }

    private Host run() throws IOException, InterruptedException {
        return started(Host.run(folder, CONFIG));
    }

    private void assertSound() throws IOException, InterruptedException {
        Host check = Host.start(folder, "check", "--config", "porchlight.yaml");
        assertEquals(0, check.exitCode(), check.output());
    }

    /** What a disk that goes read-only in that moment does not let go. */
    private static void leaveHalfAThumbnail(Path disk) throws IOException {
        try (Stream<Path> all = Files.walk(disk)) {
            Path photo =
                    all.filter(path -> path.endsWith("photo.jpg")).findFirst().orElseThrow();
            Files.writeString(photo.resolveSibling("thumb.jpg.part"), "half");
            try (FileChannel names = FileChannel.open(photo.getParent(), StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private static String idOf(HttpResponse<String> visit) {
        return Host.find(visit.body(), "\"id\":\"([0-9A-Z]{26})\"").orElseThrow(() -> new AssertionError(visit.body()));
    }

    /** Takes a visit that has no photo, for a reason that has {@code words} in it. */
    private static String assertTakenWithout(Host host, String words) throws IOException, InterruptedException {
        HttpResponse<String> visit = host.post("/api/v1/visits");
        assertEquals(201, visit.statusCode(), visit.body());
        assertTrue(visit.body().contains("\"photo\":null") && visit.body().contains(words), visit.body());
        return idOf(visit);
    }

    private static void assertPhotoCame(Host host, String id) throws IOException, InterruptedException {
        host.await(Pattern.compile("visit " + id + " has its photo after all"));
        String visit = host.get("/api/v1/visits/" + id).body();
        assertTrue(visit.contains("\"problem\":null"), visit);
        String photo =
                Host.find(visit, "\"photo\":\\{\"url\":\"([^\"]+)\"").orElseThrow(() -> new AssertionError(visit));
        assertTrue(host.getBytes(photo).length > 1_000);
    }

    @Test
    void onAFullCardVisitsAreTakenAndGetTheirPhotosWhenThereIsRoomAgain() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("disk"), "size=40m");
                Host host = run()) {
            Path filler = disk.fillUp();

            List<String> visits = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                visits.add(assertTakenWithout(host, "is full (df -h shows it); make room on it"));
            }
            host.await(Pattern.compile("disk: the disk of .* has little room, and the removal of old visits would"));
            Files.delete(filler);

            for (String id : visits) {
                assertPhotoCame(host, id);
            }
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    @Test
    void withoutInodesTheCardSaysSoAndHeals() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("disk"), "size=200m,nr_inodes=120");
                Host host = run()) {
            Path many = disk.useUpInodes();

            String id = assertTakenWithout(host, "it is out of inodes (df -i shows it); remove many small files");
            for (int i = 0; i < 60; i++) {
                Files.deleteIfExists(many.resolve("f" + i));
            }

            assertPhotoCame(host, id);
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    @Test
    void onACardThatIsReadOnlyFromTheStartVisitsWaitUntilItCanBeWritten() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("disk"), "size=40m")) {
            try (Host first = run()) {
                first.post("/api/v1/visits");
                first.interrupt();
            }
            disk.remount("ro");
            try (Host host = run()) {
                String status = host.get("/api/v1/status").body();
                assertTrue(status.contains("is read-only"), status);
                assertEquals(200, host.get("/status").statusCode());
                assertEquals(503, host.get("/").statusCode());
                HttpResponse<String> refused = host.post("/api/v1/visits");
                assertEquals(503, refused.statusCode());
                assertTrue(refused.body().contains("wait in memory until the disk takes them"), refused.body());

                disk.remount("rw");

                host.await(Pattern.compile("visit .* taken after"));
                host.await(Pattern.compile("disk: the disk of .* has room"));
                assertEquals(
                        2,
                        Pattern.compile("\"id\"")
                                .matcher(host.get("/api/v1/visits").body())
                                .results()
                                .count());
                assertEquals(130, host.interrupt());
                assertSound();
            }
        }
    }

    @Test
    void aCardThatLinuxMakesReadOnlyAfterAnErrorIsNamedAndUsedAgainAfterItsRepair() throws Exception {
        Path image = folder.resolve("card.img");
        try (Disk disk = Disk.ext4(folder.resolve("disk"), image);
                Host host = run()) {
            host.post("/api/v1/visits");
            host.await(Pattern.compile("visit .* ended"));
            String device = Host.find(
                            Files.readString(Path.of("/proc/self/mountinfo")), disk.path() + " .*/dev/(loop[0-9]+) ")
                    .orElseThrow();
            leaveHalfAThumbnail(disk.path());
            Files.writeString(Path.of("/sys/fs/ext4/" + device + "/trigger_fs_error"), "a bad day\n");

            host.await(Pattern.compile("disk: the disk of .* is read-only"));
            assertEquals(503, host.post("/api/v1/visits").statusCode());
            assertEquals(200, host.get("/").statusCode());
            disk.unmount();
            host.await(Pattern.compile("disk: library .* is not in .*: its disk is not there"));
            Disk.run("e2fsck", "-fy", image.toString());
            Disk.must("mount", "-o", "loop", image.toString(), disk.path().toString());

            host.awaitTaken(2);
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    @Test
    void whereTheNamedDiskIsNotMountedNothingIsWrittenInItsPlace() throws Exception {
        Path place = Files.createDirectories(folder.resolve("disk/data"));
        Files.createDirectories(folder.resolve("album"));
        String config = CONFIG + """
                data_id: 01234567-89ab-cdef-0123-456789abcdef
                sinks: [{name: album, type: disk, folder: album}]
                """;
        try (Host host = started(Host.run(folder, config))) {
            host.await(Pattern.compile("disk: library 01234567-89ab-cdef-0123-456789abcdef is not in .*/disk/data"));
            assertEquals(503, host.post("/api/v1/visits").statusCode());
            assertTrue(host.get("/status").body().contains("plug it in and mount it"));
            host.await(Pattern.compile("sink album: library 01234567"));
            try (Stream<Path> written = Files.list(place)) {
                assertEquals(List.of(), written.toList());
            }
            assertEquals(130, host.interrupt());
        }
    }

    @Test
    void aSynchronisationThatFailsOnceCostsNothingAndTheCardIsNamed() throws Exception {
        try (Host host = run()) {
            host.post("/api/v1/visits");
            String visit;
            try (Strace strace = Strace.inject(host.pid(), List.of("recorder"), "fsync:error=EIO:when=1")) {
                visit = host.post("/api/v1/visits").body();
                strace.detach();
            }

            assertTrue(visit.contains("\"problem\":null"), visit);
            String photo = Host.find(visit, "\"photo\":\\{\"url\":\"([^\"]+)\"").orElseThrow();
            assertTrue(host.getBytes(photo).length > 1_000);
            host.await(Pattern.compile("card: a file could not be kept at the first try .* Copy it and replace it"));
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    @Test
    void whileSynchronisationsFailForEverVisitsAreTakenWithoutTheirPhotosWhichComeLater() throws Exception {
        try (Host host = run()) {
            host.post("/api/v1/visits");
            String id;
            try (Strace strace = Strace.inject(host.pid(), List.of("recorder"), "fsync:error=EIO")) {
                id = assertTakenWithout(host, "answers with errors: the card is failing");
                strace.detach();
            }

            assertPhotoCame(host, id);
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    @Test
    void whileTheCatalogCannotBeWrittenVisitsWaitInMemoryAndNoneIsLost() throws Exception {
        try (Host host = run()) {
            host.post("/api/v1/visits");
            host.await(Pattern.compile("visit .* ended"));
            try (Strace strace = Strace.inject(
                    host.pid(), List.of("catalog"), "pwrite64:error=EIO", "fdatasync:error=EIO", "fsync:error=EIO")) {
                for (int i = 0; i < 3; i++) {
                    HttpResponse<String> refused = host.post("/api/v1/visits");
                    assertEquals(503, refused.statusCode(), refused.body());
                }
                assertTrue(host.get("/api/v1/status").body().contains("visits cannot be kept: "));
                strace.detach();
            }

            host.awaitTaken(4);
            host.await(Pattern.compile("library: visits are kept"));
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    @Test
    void aWriteThatTakesTwentySecondsDelaysNobodyElse() throws Exception {
        try (Host host = run()) {
            host.post("/api/v1/visits");
            host.await(Pattern.compile("visit .* ended"));
            List<Long> before = pages(host, 40);
            List<Long> during;
            List<Long> picturesBefore = pictures(host, 40);
            List<Long> picturesDuring;
            try (Strace strace = Strace.inject(
                    host.pid(),
                    List.of("catalog"),
                    "fsync:delay_enter=20000000:when=1",
                    "fdatasync:delay_enter=20000000:when=1")) {
                CompletableFuture<HttpResponse<String>> stalled = postLater(host);
                CompletableFuture<HttpResponse<String>> second = postLater(host);
                during = pages(host, 40);
                picturesDuring = pictures(host, 40);
                host.await(Pattern.compile("library: the disk has not answered for 5 s; visits wait in memory"));
                assertTrue(stalled.get(20, TimeUnit.SECONDS).body().contains("did not answer for 10 s"));
                assertEquals(503, second.get(20, TimeUnit.SECONDS).statusCode());
                host.awaitTaken(3);
                strace.detach();
            }
            System.out.println(
                    "a page takes " + median(before) + " ms, and " + median(during) + " ms while the disk stalls");
            System.out.println("a live picture follows the one before after " + median(picturesBefore) + " ms, and "
                    + median(picturesDuring) + " ms while the disk stalls");
            assertTrue(median(during) <= median(before) + 100, before + " " + during);
            assertTrue(median(picturesDuring) <= median(picturesBefore) + 100, picturesBefore + " " + picturesDuring);
            for (String id : host.taken()) {
                String visit = host.get("/api/v1/visits/" + id).body();
                assertTrue(visit.contains("\"photo\":{") && visit.contains("\"problem\":null"), visit);
            }
            assertEquals(130, host.interrupt());
            assertSound();
        }
    }

    private static CompletableFuture<HttpResponse<String>> postLater(Host host) {
        CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        answer.complete(host.post("/api/v1/visits"));
                    } catch (IOException | InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                })
                .start();
        return answer;
    }

    /** How long each of some pages took, in ms. */
    private static List<Long> pages(Host host, int count) throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            assertEquals(200, host.get(i % 2 == 0 ? "/" : "/api/v1/status").statusCode());
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
        return millis;
    }

    /** How long each of some live pictures was waited for, in ms, each newer than the one before. */
    private static List<Long> pictures(Host host, int count) throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        long after = 0;
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> picture = host.get("/live/door.jpg?after=" + after);
            long seq = picture.headers().firstValueAsLong("X-Frame-Seq").orElseThrow();
            assertTrue(seq > after && picture.statusCode() == 200, seq + " after " + after);
            after = seq;
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
        return millis;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
