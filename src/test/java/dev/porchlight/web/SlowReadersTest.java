package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers who take what they asked for slowly, or not at all. They come from many addresses, 127.0.0.2 and on. */
@Timeout(30)
class SlowReadersTest {
    /** More than what the sockets on both sides take. */
    private static final int BIG = 8_000_000;

    private static OpenHouse house;
    private static Path folder;
    private static Visit visit;

    @BeforeAll
    static void aHouseWithALongClip(@TempDir Path data) throws IOException {
        folder = data;
        house = new OpenHouse(data);
        visit = house.shelf.addClip(BIG);
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
    }

    private static String clip() {
        return "/media/" + visit.id() + "/clip.mp4";
    }

    /** Somebody at 127.0.0.{@code host} who asked for something and has read nothing of it. */
    private static Socket ask(int host, String path, String version) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(10_000);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), house.port()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/" + version + "\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket ask(int host, String path) throws IOException {
        return ask(host, path, "1.1");
    }

    /** How many files of the house's visits this process holds open. */
    private static long openFiles() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(SlowReadersTest::isOfAVisit).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOfAVisit(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static byte[] untilHeadersEnd(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            assertTrue(next >= 0, head.toString(StandardCharsets.ISO_8859_1));
            head.write(next);
        }
        return head.toByteArray();
    }

    /** The first line of the answer and its body, of which at most so much. */
    private static String answer(Socket socket) throws IOException {
        String head = new String(untilHeadersEnd(socket.getInputStream()), StandardCharsets.ISO_8859_1);
        byte[] body = new byte[300];
        int count = socket.getInputStream().read(body);
        return head.lines().findFirst().orElseThrow() + " " + new String(body, 0, count, StandardCharsets.UTF_8);
    }

    private static void assertPagesAreAnswered() {
        List<CompletableFuture<HttpResponse<String>>> pages = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            pages.add(house.client.sendAsync(house.request("/").build(), HttpResponse.BodyHandlers.ofString()));
        }
        pages.forEach(page -> assertEquals(200, page.join().statusCode()));
    }

    @Test
    void fortyWhoTakeNothingHoldNoThreadAndHinderNobody() throws Exception {
        int before = house.server().busyThreads();
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                stalled.add(ask(2 + i / 10, i % 10 < 3 ? "/zip?id=" + visit.id() : clip()));
            }
            await("each has its file open", () -> openFiles() == 40);

            assertPagesAreAnswered();

            await("no thread is held: " + before, () -> house.server().busyThreads() <= before);
            assertEquals(40, openFiles());
        } finally {
            closeAll(stalled);
        }
        await("whoever goes closes his file", () -> openFiles() == 0);
    }

    @Test
    void whoTakesNothingIsLetGo() throws Exception {
        house.server().waitForReaders(Duration.ofMillis(200));
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                stalled.add(ask(10, i < 2 ? "/zip?id=" + visit.id() : clip()));
            }
            await("each has its file open", () -> openFiles() == 4);
            await("each is let go", () -> openFiles() == 0);
            for (Socket socket : stalled) {
                assertThrows(
                        SocketException.class, () -> socket.getInputStream().readAllBytes());
            }
        } finally {
            house.server().waitForReaders(Duration.ofSeconds(60));
            closeAll(stalled);
        }
    }

    @Test
    void manyPagesAskedForAtOnceAndNotReadHoldNoThread() throws Exception {
        int before = house.server().busyThreads();
        List<Socket> stalled = new ArrayList<>();
        String many =
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /static/porchlight.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .repeat(100);
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = ask(20 + i / 5, "/api/v1/visits?limit=500");
                socket.getOutputStream().write(many.getBytes(StandardCharsets.US_ASCII));
                stalled.add(socket);
            }
            assertPagesAreAnswered();

            await("no thread is held: " + before, () -> house.server().busyThreads() <= before);
        } finally {
            closeAll(stalled);
        }
    }

    /** Somebody who says that a body of 2,000 bytes comes, and sends its first byte. */
    private static Socket beginToSend(int host) throws IOException {
        Socket socket = ask(host, "/livez");
        answer(socket);
        socket.getOutputStream()
                .write(("PATCH /api/v1/visits/" + visit.id() + " HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void fortyWhoSendNothingMoreHoldNoThreadAndHinderNobody() throws Exception {
        int before = house.server().busyThreads();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                slow.add(beginToSend(60 + i / 10));
            }
            assertPagesAreAnswered();

            await("no thread is held: " + before, () -> house.server().busyThreads() <= before);
            Socket first = slow.get(0);
            first.getOutputStream().write(("\"kept\":true}" + " ".repeat(1_987)).getBytes(StandardCharsets.US_ASCII));
            assertTrue(answer(first).startsWith("HTTP/1.1 200 "));
        } finally {
            closeAll(slow);
        }
    }

    @Test
    void bodiesThatWaitTogetherTakeNoMoreThanTheirShareOfTheMemory() throws Exception {
        byte[] almostAll = ("PATCH /api/v1/visits/" + visit.id() + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 65000\r\n\r\n" + " ".repeat(64_000))
                .getBytes(StandardCharsets.US_ASCII);
        int fit = (int) (WholeBodies.MOST_BYTES_HELD / 64_000);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < fit; i++) {
                Socket socket = ask(80 + i / 60, "/livez");
                answer(socket);
                socket.getOutputStream().write(almostAll);
                slow.add(socket);
            }
            await("they are held", () -> house.server().bytesOfBodies() >= fit * 64_000L);

            try (Socket oneMore = ask(90, "/livez")) {
                answer(oneMore);
                oneMore.getOutputStream().write(almostAll);
                String refused = answer(oneMore);
                assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            }
        } finally {
            closeAll(slow);
        }
        await("whoever goes takes his body along", () -> house.server().bytesOfBodies() == 0);
    }

    @Test
    void aBodyThatTricklesIsGivenUpInWords() throws Exception {
        house.server().waitForBodies(Duration.ofMillis(100));
        try (Socket socket = beginToSend(70)) {
            await("it is answered", () -> {
                try {
                    socket.getOutputStream().write(' ');
                    return socket.getInputStream().available() > 0;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertEquals("HTTP/1.1 408 Request Timeout", answer(socket).substring(0, 28));
        } finally {
            house.server().waitForBodies(Duration.ofSeconds(60));
        }
    }

    @Test
    void aClipIsSentWholeAlsoWhenItIsDeletedMeanwhile() throws Exception {
        Visit leaving = house.shelf.addClip(BIG);
        try (Socket socket = ask(30, "/media/" + leaving.id() + "/clip.mp4")) {
            untilHeadersEnd(socket.getInputStream());
            Files.delete(house.shelf.folder(leaving).resolve("clip.mp4"));
            house.shelf.delete(leaving.id());

            assertEquals(BIG, socket.getInputStream().readNBytes(BIG).length);
        }
        await("the file is closed", () -> openFiles() == 0);
    }

    @Test
    void aClipThatIsCutShortOnTheDiskMeanwhileIsNoWholeAnswer() throws Exception {
        Visit shrinking = house.shelf.addClip(BIG);
        try (Socket socket = ask(31, "/media/" + shrinking.id() + "/clip.mp4")) {
            untilHeadersEnd(socket.getInputStream());
            Files.write(house.shelf.folder(shrinking).resolve("clip.mp4"), new byte[10]);

            assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(BIG));
        }
        await("the file is closed", () -> openFiles() == 0);
    }

    @Test
    void aZipThatCannotBeFinishedIsCutOff() throws Exception {
        Visit second = house.shelf.addClip(1_000);
        for (String version : List.of("1.0", "1.1")) {
            try (Socket socket = ask(32, "/zip?id=" + visit.id() + "&id=" + second.id(), version)) {
                untilHeadersEnd(socket.getInputStream());
                house.shelf.away = true;

                assertThrows(
                        SocketException.class, () -> socket.getInputStream().readAllBytes(), version);
            } finally {
                house.shelf.away = false;
            }
            await("the file is closed", () -> openFiles() == 0);
        }
    }

    @Test
    void aZipThatCannotBeBegunIsRefusedInWords() throws Exception {
        house.shelf.away = true;
        try {
            HttpResponse<String> answer = house.get("/zip?day=2026-11-23");

            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("its disk is not there"), answer.body());
            assertTrue(answer.headers().firstValue("Content-Disposition").isEmpty());
        } finally {
            house.shelf.away = false;
        }
    }

    @Test
    void aZipOfManyVisitsIsWhole() throws Exception {
        StringBuilder ids = new StringBuilder("/zip?");
        for (int i = 0; i < 150; i++) {
            ids.append("&id=").append(house.shelf.add("motion", true).id());
        }
        HttpResponse<InputStream> answer =
                house.client.send(house.request(ids.toString()).build(), HttpResponse.BodyHandlers.ofInputStream());
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(answer.body())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertEquals(1_000, zip.readAllBytes().length, entry.getName());
                entries++;
            }
        }

        assertEquals(150, entries);
    }

    @Test
    void oneAddressTakesNotAllSeatsOfTheEvents() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < EventsAnswer.MOST_PER_ADDRESS; i++) {
                open.add(ask(40, "/api/v1/events"));
                assertTrue(answer(open.get(i)).contains("retry: 3000"));
            }
            try (Socket oneMore = ask(40, "/api/v1/events")) {
                assertEquals(
                        "HTTP/1.1 503 Service Unavailable {\"error\":\"16 event streams are open from 127.0.0.40 already;"
                                + " close one of them and try again.\"}",
                        answer(oneMore));
            }
            try (Socket another = ask(41, "/api/v1/events")) {
                assertTrue(answer(another).contains("retry: 3000"));
            }
        } finally {
            closeAll(open);
        }
        await("a seat is free when it is noticed that its reader went", () -> {
            house.feed.tell("test", "x");
            try (Socket again = ask(40, "/api/v1/events")) {
                return answer(again).contains("retry: 3000");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void oneAddressTakesNotAllZips() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < ZipAnswer.MOST_PER_ADDRESS; i++) {
                open.add(ask(50, "/zip?id=" + visit.id()));
                assertTrue(answer(open.get(i)).startsWith("HTTP/1.1 200"));
            }
            try (Socket oneMore = ask(50, "/zip?id=" + visit.id())) {
                String head = new String(untilHeadersEnd(oneMore.getInputStream()), StandardCharsets.US_ASCII);
                assertTrue(head.startsWith("HTTP/1.1 503"), head);
                assertFalse(head.contains("attachment"), head);
            }
            try (Socket another = ask(51, "/zip?id=" + visit.id())) {
                assertTrue(answer(another).startsWith("HTTP/1.1 200"));
            }
        } finally {
            closeAll(open);
        }
        await("the files are closed", () -> openFiles() == 0);
    }
}
