package dev.porchlight.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What every sink must hold to, as tests that a plugin's own test class inherits: extend it, make the far side, and say
 * how many alerts arrived there.
 */
@Timeout(60)
public abstract class SinkContract {
    @TempDir
    protected Path folder;

    private Sink sink;

    /** The factory under test. */
    protected abstract SinkFactory factory();

    /** Settings by which the sink reaches a working far side. */
    protected abstract Settings settings() throws Exception;

    /** How many different alerts the far side has. */
    protected abstract int arrived() throws Exception;

    /**
     * Settings by which the sink turns to 127.0.0.1 at this port, where it is let in and never answered; empty if it
     * speaks to nobody over a network.
     */
    protected Optional<Settings> settingsOfASilentFarSide(int port) throws Exception {
        return Optional.empty();
    }

    @BeforeEach
    void openTheSink() throws Exception {
        sink = factory().open(settings(), context());
    }

    @AfterEach
    void closeTheSink() throws IOException {
        sink.close();
    }

    protected final SinkContext context() throws IOException {
        return new SinkContext(
                "contract",
                LoggerFactory.getLogger("sink.contract"),
                Files.createDirectories(folder.resolve("own")),
                "Front door",
                ZoneId.of("Europe/Berlin"),
                Optional.empty());
    }

    protected final Sink sink() {
        return sink;
    }

    /** A visit's alert with a photo, made anew with each call. */
    protected final Alert visit(String id, byte[] photo) throws IOException {
        Path file = folder.resolve(id + ".jpg");
        Files.write(file, photo);
        Media media = new Media("photo", file, "image/jpeg", photo.length, sha256(photo));
        VisitSummary summary = new VisitSummary(
                id,
                "door",
                "front",
                Instant.parse("2026-11-23T06:15:02.123Z"),
                Optional.empty(),
                "motion",
                OptionalInt.of(1_120),
                List.of(new VisitReading(Duration.ZERO, true, OptionalInt.of(1_120))));
        return new Alert(
                "alert-" + id,
                Alert.VISIT_STARTED,
                Instant.parse("2026-11-23T06:15:02.200Z"),
                "Somebody at Front door, 1.12 m",
                "2026-11-23 07:15:02: motion.",
                Optional.of(summary),
                Optional.empty(),
                List.of(media),
                Links.NONE);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A first try with a minute's time and nothing remembered. */
    protected static Attempt attempt() {
        return new Attempt() {
            private Optional<String> memo = Optional.empty();

            @Override
            public int number() {
                return 1;
            }

            @Override
            public Instant deadline() {
                return Instant.now().plusSeconds(60);
            }

            @Override
            public Optional<String> memo() {
                return memo;
            }

            @Override
            public void remember(String word) {
                memo = Optional.of(word);
            }
        };
    }

    protected static final byte[] PHOTO = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3, (byte) 0xFF, (byte) 0xD9};

    @Test
    void lookingForTheFarSideSendsItNothing() throws Exception {
        Optional<String> words = factory().reach(settings(), context());

        assertNotNull(words, "a plugin that cannot find it out says Optional.empty()");
        assertFalse(words.filter(String::isBlank).isPresent(), "what answers is said in words");
        assertEquals(0, arrived());
    }

    @Test
    void anAlertArrivesAndItsReceiptSaysSomething() throws Exception {
        Receipt receipt = sink.deliver(visit("01M0000000000000000000000A", PHOTO), attempt());

        assertEquals(1, arrived());
        assertFalse(receipt.words().isBlank());
    }

    @Test
    void theSameAlertTwiceArrivesOnce() throws Exception {
        Alert alert = visit("01M0000000000000000000000A", PHOTO);
        sink.deliver(alert, attempt());
        sink.deliver(alert, attempt());

        assertEquals(1, arrived());
    }

    @Test
    void twoVisitsInOneSecondAreTwo() throws Exception {
        sink.deliver(visit("01M0000000000000000000000A", PHOTO), attempt());
        sink.deliver(visit("01M0000000000000000000000B", new byte[] {1, 2, 3, 4}), attempt());

        assertEquals(2, arrived());
    }

    @Test
    void aTypeItDoesNotKnowIsAnsweredAndNeverAnError() throws Exception {
        Alert strange = new Alert(
                "alert-x",
                "moon.full",
                Instant.EPOCH,
                "The moon is full",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Links.NONE);

        assertNotNull(sink.deliver(strange, attempt()).words());
    }

    @Test
    void closingTwiceIsNoError() {
        assertDoesNotThrow(() -> sink.close());
        assertDoesNotThrow(() -> sink.close());
    }

    @Test
    void anInterruptEndsADeliveryThatHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Optional<Settings> settings = settingsOfASilentFarSide(silent.getLocalPort());
            if (settings.isEmpty()) {
                return;
            }
            try (Sink hanging = factory().open(settings.get(), context())) {
                Alert alert = visit("01M0000000000000000000000A", PHOTO);
                FutureTask<Receipt> delivery = new FutureTask<>(() -> hanging.deliver(alert, attempt()));
                Thread lane = new Thread(delivery, "lane");
                lane.start();
                try (Socket taken = silent.accept()) {
                    assertFalse(taken.isClosed());
                    lane.interrupt();
                    ExecutionException e = assertThrows(ExecutionException.class, () -> delivery.get(10, SECONDS));
                    assertTrue(
                            e.getCause() instanceof InterruptedException || e.getCause() instanceof IOException,
                            e.toString());
                }
            }
        }
    }

    /** What the sink starts stays in the thread group of the thread that called it. */
    @Test
    void aClosedSinkLeavesNoThread() throws Exception {
        ThreadGroup group = new ThreadGroup("sink");
        Alert alert = visit("01M0000000000000000000000A", PHOTO);
        FutureTask<Receipt> life = new FutureTask<>(() -> {
            try (Sink sink = factory().open(settings(), context())) {
                return sink.deliver(alert, attempt());
            }
        });
        new Thread(group, life, "lane").start();
        life.get(30, SECONDS);

        Instant limit = Instant.now().plusSeconds(20);
        Thread[] left = new Thread[100];
        while (group.enumerate(left) > 0 && Instant.now().isBefore(limit)) {
            System.gc(); // a JDK HttpClient before Java 21 ends its thread only when it is collected
            left[0].join(50);
        }
        assertEquals(0, group.enumerate(left), () -> "still running: " + left[0]);
    }

    @Test
    void itsTypeAndSettingsAreGivenInWords() {
        assertTrue(factory().type().matches("[a-z][a-z0-9-]*"), factory().type());
        Set<String> names = new HashSet<>();
        for (Setting setting : factory().settings()) {
            assertFalse(setting.help().isBlank(), setting.name() + " needs a line of help");
            assertTrue(names.add(setting.name()), setting.name() + " is declared twice");
            assertFalse(
                    Set.of("name", "type", "alerts", "quiet_hours", "at_most").contains(setting.name()),
                    setting.name() + " belongs to the host");
        }
    }
}
