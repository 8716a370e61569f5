package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Reading;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live pictures over real sockets. Time passes when the test says so; camera front gives what the test gives it. */
@Timeout(30)
class LiveTest {
    private static final int FRAME = 100_000;
    private static final AtomicLong AHEAD = new AtomicLong();
    private static final HouseClock CLOCK = new HouseClock(
            () -> Instant.now().plusNanos(AHEAD.get()), () -> System.nanoTime() + AHEAD.get(), "boot", false);
    private static final Feed FEED = new Feed();
    private static final BoardNews BOARDS = new BoardNews(FEED);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TestCamera front;
    private static TestCamera garage;
    private static WebServer server;

    @BeforeAll
    static void aHouseWithTwoCameras(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("porchlight.yaml"), """
                name: House
                data: %s
                web: {port: 0, login: false}
                boards: [{name: door, cameras: [front]}]
                cameras: [{name: front, width: 640, height: 480}, {name: garage}]
                """.formatted(folder));
        HouseConfig config = ConfigFile.read(file, Map.of());
        Health health = new Health(CLOCK);
        front = new TestCamera(config.cameras().get(0), CLOCK, health);
        garage = new TestCamera(config.cameras().get(1), CLOCK, health);
        server = new WebServer(
                config,
                Optional.empty(),
                new Shelf(folder),
                camera -> new CompletableFuture<>(),
                SinkDesk.none(),
                List.of(front.camera(), garage.camera()),
                List.of(),
                BOARDS,
                new Doctor(List.of(), CLOCK),
                health,
                FEED,
                CLOCK);
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        front.close();
        garage.close();
    }

    @AfterEach
    void nobodyLooksAnyMore() {
        viewers().forEach(Viewer::end);
        assertEquals(List.of(), viewers());
    }

    private static List<Viewer> viewers() {
        return server.live().of("front").orElseThrow().viewers();
    }

    private static void pass(Duration time) {
        AHEAD.addAndGet(time.toNanos());
    }

    private static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static HttpResponse<String> text(String path) throws Exception {
        return CLIENT.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<byte[]> picture(String path) throws Exception {
        return CLIENT.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    /** Somebody who opened the stream; reads parts when asked to. */
    private static final class Watcher implements AutoCloseable {
        private final Socket socket = new Socket();
        private final DataInputStream in;

        Watcher(int port, String session) throws IOException {
            socket.setReceiveBufferSize(16_384);
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream()
                    .write(("GET /live/front.mjpeg HTTP/1.1\r\nHost: localhost\r\nX-Session: " + session + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        Watcher() throws IOException {
            this(server.port(), "none");
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("ended");
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.US_ASCII).strip();
        }

        private long number(String header) throws IOException {
            String line = line();
            while (!line.startsWith(header + ": ")) {
                line = line();
            }
            return Long.parseLong(line.substring(header.length() + 2));
        }

        /** The number of the next frame; it has been read whole. */
        long next() throws IOException {
            int length = (int) number("Content-Length");
            long seq = number("X-Frame-Seq");
            while (!line().isEmpty()) {
                // the other headers
            }
            byte[] jpeg = in.readNBytes(length);
            assertEquals((byte) 0xD9, jpeg[length - 1]);
            return seq;
        }

        boolean hasEnded() {
            try {
                while (in.read() >= 0) {
                    in.skipNBytes(in.available());
                }
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true; // a reset
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static List<Watcher> whoReadNothing(int count) throws IOException {
        List<Watcher> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Watcher());
        }
        await("all look", () -> viewers().size() == count);
        return all;
    }

    @Test
    void aSmallPictureIsSentAtOnceAndDoesNotWaitForMore() throws Exception {
        front.give(1_000);
        try (Watcher watcher = new Watcher()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(front.seq(), watcher.next());
                front.give(1_000);
            }
        }
    }

    @Test
    void aNewerFrameIsWaitedFor() throws Exception {
        byte[] first = front.give(FRAME);
        HttpResponse<byte[]> now = picture("/live/front.jpg");
        assertArrayEquals(first, now.body());
        assertEquals("no-store", header(now, "Cache-Control"));
        assertEquals("none", header(now, "X-Frame-Stale"));

        CompletableFuture<HttpResponse<byte[]>> next = CLIENT.sendAsync(
                request("/live/front.jpg?after=" + header(now, "X-Frame-Seq")),
                HttpResponse.BodyHandlers.ofByteArray());
        await("it waits", () -> viewers().size() == 1);
        assertFalse(next.isDone());
        byte[] second = front.give(FRAME);

        assertArrayEquals(second, next.get().body());
        assertEquals(Long.toString(front.seq()), header(next.get(), "X-Frame-Seq"));
        assertTrue(Long.parseLong(header(next.get(), "X-Frame-Age")) < 3_000);
    }

    @Test
    void anOldFrameIsMarkedAndWhoKnowsItIsToldThatThereIsNoNewer() throws Exception {
        byte[] old = front.give(500);
        pass(Duration.ofSeconds(4));

        HttpResponse<byte[]> answer = picture("/live/front.jpg");
        assertArrayEquals(old, answer.body());
        assertEquals("true", header(answer, "X-Frame-Stale"));
        assertTrue(Long.parseLong(header(answer, "X-Frame-Age")) >= 4_000);

        CompletableFuture<HttpResponse<String>> waiting =
                CLIENT.sendAsync(request("/live/front.jpg?after=" + front.seq()), HttpResponse.BodyHandlers.ofString());
        await("it waits", () -> viewers().size() == 1);
        pass(Duration.ofSeconds(10));

        assertEquals(204, waiting.get().statusCode());
        assertEquals("true", header(waiting.get(), "X-Frame-Stale"));
        assertEquals(Long.toString(front.seq()), header(waiting.get(), "X-Frame-Seq"));
    }

    @Test
    void whoWaitsHearsOfAStandingPictureAfterThreeSeconds() throws Exception {
        front.give(500);
        CompletableFuture<HttpResponse<String>> waiting =
                CLIENT.sendAsync(request("/live/front.jpg?after=" + front.seq()), HttpResponse.BodyHandlers.ofString());
        await("it waits", () -> viewers().size() == 1);
        pass(Duration.ofSeconds(3));

        assertEquals(204, waiting.get().statusCode());
        assertEquals("true", header(waiting.get(), "X-Frame-Stale"));
    }

    @Test
    void aNumberOfAnEarlierStartOfTheHostIsNotWaitedFor() throws Exception {
        byte[] jpeg = front.give(500);

        assertArrayEquals(jpeg, picture("/live/front.jpg?after=999999999").body());
        assertEquals(400, text("/live/front.jpg?after=-1").statusCode());
        assertTrue(text("/live/front.jpg?after=x").body().startsWith("after must be the number of a frame"));
    }

    @Test
    void aCameraThatIsNoneOrGivesNothingIsToldInWords() throws Exception {
        for (String kind : List.of("jpg", "mjpeg")) {
            HttpResponse<String> unknown = text("/live/yard." + kind);
            assertEquals(404, unknown.statusCode());
            assertEquals("There is no camera of this name; there is front, garage.\n", unknown.body());
            HttpResponse<String> dark = text("/live/garage." + kind);
            assertEquals(503, dark.statusCode());
            assertEquals("Camera garage gives no pictures now: it has not given a picture yet.\n", dark.body());
        }
    }

    @Test
    void sixtyViewersWhoReadNothingHoldNoThreadAndHinderNobody() throws Exception {
        front.give(FRAME);
        List<Watcher> stalled = whoReadNothing(60);
        try (Watcher good = new Watcher()) {
            good.next();
            for (int i = 0; i < 40; i++) {
                front.give(FRAME);
                long seen = good.next();
                assertTrue(seen >= front.seq() - 3, "saw " + seen + " when there was " + front.seq());
            }
            List<CompletableFuture<HttpResponse<String>>> pages = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                pages.add(CLIENT.sendAsync(request("/status"), HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> page : pages) {
                assertEquals(200, page.get().statusCode());
            }
            assertTrue(server.busyThreads() < 16, server.busyThreads() + " threads are busy");
            assertEquals(61, viewers().size());
        } finally {
            for (Watcher watcher : stalled) {
                watcher.close();
            }
        }
    }

    @Test
    void whoReadsNothingForTwentySecondsIsEndedAndWhoReadsStays() throws Exception {
        front.give(FRAME);
        List<Watcher> stalled = whoReadNothing(3);
        try (Watcher good = new Watcher()) {
            good.next();
            for (int i = 0; i < 40; i++) {
                front.give(FRAME);
                good.next();
            }
            pass(Duration.ofSeconds(21));

            await("the stalled ones are ended", () -> viewers().size() == 1);
            front.give(FRAME);
            assertEquals(front.seq(), good.next());
            for (Watcher watcher : stalled) {
                assertTrue(watcher.hasEnded());
            }
        }
    }

    @Test
    void aStreamEndsWhenTheCameraStandsAndIsRefusedUntilItGivesPicturesAgain() throws Exception {
        front.give(FRAME);
        try (Watcher watcher = new Watcher()) {
            watcher.next();
            pass(Duration.ofSeconds(31));
            assertTrue(watcher.hasEnded());
        }
        HttpResponse<String> refused = text("/live/front.mjpeg");
        assertEquals(503, refused.statusCode());
        assertEquals("Camera front gives no pictures now: none has come for a while.\n", refused.body());
        front.give(FRAME);
        try (Watcher watcher = new Watcher()) {
            assertEquals(front.seq(), watcher.next());
        }
    }

    @Test
    void whoAsksForTheHeadersGetsNothingElse() throws Exception {
        front.give(500);
        for (String kind : List.of("jpg", "mjpeg")) {
            HttpRequest head = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/live/front." + kind))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = CLIENT.send(head, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals("", answer.body());
            assertEquals(
                    kind.equals("jpg") ? "image/jpeg" : "multipart/x-mixed-replace;boundary=porchlight",
                    header(answer, "Content-Type"));
        }
        assertEquals(List.of(), viewers());
    }

    @Test
    void aStreamEndsWithItsSession() throws Exception {
        front.give(FRAME);
        try (LiveStreams streams = new LiveStreams(List.of(front.camera()), CLOCK)) {
            LivePictures pictures = new LivePictures(streams, new LiveBudget(OptionalLong.empty()), CLOCK);
            Map<String, Runnable> ends = new ConcurrentHashMap<>();
            Server jetty = serverThatKnowsSessions(pictures, ends);
            int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
            try (Watcher anna = new Watcher(port, "anna");
                    Watcher bert = new Watcher(port, "bert")) {
                streams.start();
                anna.next();
                bert.next();
                ends.get("anna").run();

                assertTrue(anna.hasEnded());
                front.give(FRAME);
                assertEquals(front.seq(), bert.next());
            } finally {
                jetty.stop();
            }
        }
    }

    private static Server serverThatKnowsSessions(LivePictures pictures, Map<String, Runnable> ends) throws Exception {
        Server jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                Identity.Watch watch = then -> {
                    ends.put(request.getHeader("X-Session"), then);
                    return () -> {};
                };
                Identity who = new Identity(Optional.empty(), "", Optional.empty(), true, watch);
                pictures.stream(new Exchange(request, response, Map.of("camera", "front"), who));
            }
        });
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        jetty.setHandler(context);
        jetty.start();
        return jetty;
    }

    @Test
    void aViewerWhoHasGoneIsNoticedWithTheNextFrames() throws Exception {
        front.give(FRAME);
        try (Watcher watcher = new Watcher()) {
            watcher.next();
        }
        await("it is noticed", () -> {
            try {
                front.give(FRAME);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return viewers().isEmpty();
        });
    }

    @Test
    void theCameraIsListenedToOnlyWhileSomebodyLooks() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        Audience audience = new Audience(front.camera(), heard::incrementAndGet);
        Viewer one = new Blind();
        Viewer other = new Blind();
        front.give(500);
        assertEquals(0, heard.get());
        audience.add(one);
        audience.add(other);
        audience.remove(one);
        front.give(500);
        await("somebody looks", () -> heard.get() > 0);
        audience.remove(other);
        // The camera tells its listeners of a frame before it takes the next one.
        front.give(500);
        int before = heard.get();
        front.give(500);
        front.give(500);

        assertEquals(before, heard.get());
    }

    private static final class Blind implements Viewer {
        @Override
        public void look() {}

        @Override
        public void passTo(Moment now) {}

        @Override
        public void end() {}
    }

    @Test
    void seatsAreFewFromOneAddressAndManyFromThisMachine() {
        Seats seats = new Seats(LivePictures.MOST, LivePictures.MOST_PER_ADDRESS, "live pictures");
        for (int i = 0; i < 10; i++) {
            assertTrue(seats.take("192.168.1.7").isEmpty());
        }
        assertEquals(
                "10 live pictures are open from 192.168.1.7 already; close one of them and try again.",
                seats.take("192.168.1.7").orElseThrow());
        seats.leave("192.168.1.7");
        assertTrue(seats.take("192.168.1.7").isEmpty());
        for (int i = 0; i < 246; i++) {
            assertTrue(seats.take("127.0.0.1").isEmpty());
        }
        assertTrue(seats.take("192.168.1.8").orElseThrow().startsWith("256 live pictures are open already"));
    }

    @Test
    void theLivePageShowsEachCameraWithItsBoards() throws Exception {
        BOARDS.readingsOf("door").accept(reading(Duration.ZERO, true, OptionalInt.of(1_120)));
        front.give(500);

        String page = text("/live").body();

        assertTrue(page.contains("data-camera=\"front\" data-state=\"live\""), page);
        assertTrue(page.contains("<noscript><img src=\"/live/front.mjpeg\""), page);
        assertTrue(page.contains("data-board=\"door\" data-motion=\"true\""), page);
        assertTrue(page.contains("112 cm"), page);
        assertTrue(page.contains("data-camera=\"garage\" data-state=\"away\""), page);
        assertTrue(page.contains("it has not given a picture yet"), page);
        assertTrue(page.contains("src=\"/static/live.js?v="), page);
    }

    private static Reading reading(Duration later, boolean motion, OptionalInt mm) {
        return new Reading(CLOCK.now().plus(later), motion, false, false, false, mm, true, false);
    }

    @Test
    void whoBeginsToListenHearsWhatTheBoardsSayNow() throws Exception {
        BOARDS.readingsOf("gate").accept(reading(Duration.ZERO, true, OptionalInt.empty()));
        HttpResponse<InputStream> stream =
                CLIENT.send(request("/api/v1/events"), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.contains("gate")) {
                line = lines.readLine();
            }
            assertEquals("data: {\"board\":\"gate\",\"motion\":true,\"distance_cm\":null}", line);
        }
    }

    @Test
    void aReadingIsToldWhenItChangesAndAtMostFiveTimesASecond() throws Exception {
        Feed feed = new Feed();
        BoardNews news = new BoardNews(feed);
        try (Feed.Listening listening = feed.listen()) {
            for (int millis = 0; millis < 1_000; millis += 50) {
                news.readingsOf("door")
                        .accept(reading(Duration.ofMillis(millis), true, OptionalInt.of(1_000 + millis)));
            }
            for (int millis = 1_000; millis < 2_000; millis += 50) {
                news.readingsOf("door").accept(reading(Duration.ofMillis(millis), true, OptionalInt.of(2_000)));
            }
            List<String> told = new ArrayList<>();
            for (var one = listening.next(0, TimeUnit.SECONDS);
                    one.isPresent();
                    one = listening.next(0, TimeUnit.SECONDS)) {
                told.add(one.get().subject());
            }
            assertEquals(
                    List.of(100, 120, 140, 160, 180, 200),
                    told.stream()
                            .map(json -> Integer.parseInt(json.replaceAll(".*:([0-9]+)}", "$1")))
                            .toList());
        }
    }
}
