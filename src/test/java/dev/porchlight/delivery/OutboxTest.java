package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.Delivery.State;
import dev.porchlight.library.Library;
import dev.porchlight.library.SensorLog;
import dev.porchlight.library.Taking;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.plugin.Jars;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real jars in real lanes, owed by a real catalog. */
@Timeout(60)
class OutboxTest {
    private static final long MOMENT = 1_000_000;

    @TempDir
    private Path folder;

    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private Library library;
    private Outbox outbox;

    private void open(String... deliverBodies) throws Exception {
        StringBuilder sinks = new StringBuilder("sinks:\n");
        for (int i = 0; i < deliverBodies.length; i++) {
            String type = "t" + i;
            if (!deliverBodies[i].isEmpty()) {
                Jars.make(folder.resolve("plugins/" + type + ".jar"), Jars.factory(type, deliverBodies[i]), Map.of());
            }
            sinks.append("  - {name: s")
                    .append(i)
                    .append(", type: ")
                    .append(type)
                    .append(", alerts: [visit.started, visit.finished, health.changed, log.daily]}\n");
        }
        HouseConfig config = ConfigFile.parse(
                "name: Front door\ndata: " + folder.resolve("data") + "\nweb: {public_url: 'http://porch.local'}\n"
                        + sinks,
                Path.of("x.yaml"),
                Map.of());
        library = new Library(
                config.data(), Optional.empty(), config.home().timeZone(), config.retention(), clock, health);
        Plugins plugins = new Plugins(List.of(folder.resolve("plugins")), health);
        plugins.load();
        outbox = new Outbox(config, library, library.deliveries(), plugins, clock, health);
        library.start(outbox);
        outbox.start();
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
        library.close();
    }

    private Visit take() throws IOException {
        return library.take(new Taking(
                VisitId.create(),
                "t",
                Optional.of("door"),
                "front",
                clock.now(),
                true,
                "motion",
                OptionalInt.of(1_120),
                Optional.empty(),
                Optional.of("no camera")));
    }

    private Delivery await(Visit visit, String sink, java.util.function.Predicate<Delivery> holds) throws IOException {
        while (true) {
            for (Delivery delivery : library.deliveries().ofVisit(visit)) {
                if (delivery.sink().equals(sink) && holds.test(delivery)) {
                    return delivery;
                }
            }
            LockSupport.parkNanos(MOMENT); // the lanes have better use for the processor
        }
    }

    private static boolean isDone(Delivery delivery) {
        return delivery.state() != State.PENDING;
    }

    private String words(String part) {
        return health.conditions().stream()
                .filter(c -> c.part().equals(part))
                .findFirst()
                .map(c -> c.state().word() + ": " + c.words())
                .orElse("");
    }

    @Test
    void anAlertArrivesWithItsWordsAndItsReceiptIsKept() throws Exception {
        open("return new Receipt(alert.title() + \" | \" + alert.text() + \" | \" + alert.links().page().get());");

        Visit visit = take();

        String receipt = await(visit, "s0", OutboxTest::isDone).words();
        assertTrue(receipt.startsWith("Somebody at Front door, 1.12 m | "), receipt);
        assertTrue(receipt.contains(": motion. Camera front. No photo: no camera."), receipt);
        assertTrue(receipt.endsWith("http://porch.local/visits/" + visit.id()), receipt);
    }

    @Test
    void theSensorLogOfADayIsToldOnce() throws Exception {
        Path told = folder.resolve("told");
        open("java.nio.file.Files.writeString(java.nio.file.Path.of(\"" + told + "\"), alert.title() + \" | \""
                + " + alert.text() + java.nio.file.Files.readAllLines(alert.media().get(0).file()).size() + \"\\n\","
                + " java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);"
                + " return new Receipt(\"\");");
        LocalDate yesterday = LocalDate.now(ZoneId.systemDefault()).minusDays(1);
        Path log = folder.resolve("data/log/" + yesterday + ".csv");
        library.tellLog(yesterday);
        Files.createDirectories(log.getParent());
        Files.writeString(log, SensorLog.HEADER + yesterday + "T07:15Z,door,62.5,620,1800,0\n");

        library.tellLog(yesterday);
        library.tellLog(yesterday);

        while (Files.notExists(told) || library.deliveries().waiting("s0") > 0) {
            Pause.aMoment();
        }
        assertEquals(
                "Front door: what was heard on " + yesterday
                        + " | The boards spoke in 1 minute and saw motion for 1 min 3 s.2\n",
                Files.readString(told));
    }

    @Test
    void aPhotoThatIsGoneDoesNotHoldUpTheWords() throws Exception {
        open("if (attempt.number() == 1) throw new java.io.IOException(\"not now\");"
                + " return new Receipt(alert.media().size() + \" files. \" + alert.text());");
        Visit visit = library.take(new Taking(
                VisitId.create(),
                "t",
                Optional.of("door"),
                "front",
                clock.now(),
                true,
                "motion",
                OptionalInt.of(1_120),
                Optional.of(new Taking.Photo(new byte[100], 0, 0)),
                Optional.empty()));
        Delivery waiting = await(visit, "s0", d -> d.words().equals("not now"));
        java.nio.file.Files.delete(library.folder(visit).resolve("photo.jpg"));

        outbox.sendAgain(waiting.id());
        String receipt = await(visit, "s0", OutboxTest::isDone).words();

        assertTrue(receipt.startsWith("0 files. "), receipt);
        assertTrue(receipt.endsWith("Its photo.jpg is missing on the disk."), receipt);
    }

    @Test
    void oneSinkThatHangsHoldsUpNoOther() throws Exception {
        open(
                "while (true) { try { Thread.sleep(60_000); } catch (InterruptedException e) { } }",
                "return new Receipt(\"fine\");");

        Visit visit = take();

        assertEquals("fine", await(visit, "s1", OutboxTest::isDone).words());
        assertEquals(State.PENDING, library.deliveries().ofVisit(visit).get(0).state());
    }

    @Test
    void aFailureIsTriedAgainWithTheSameAlertId() throws Exception {
        open("""
                String before = attempt.memo().orElse("");
                attempt.remember(before + alert.id() + ";");
                if (attempt.number() == 1) throw new java.io.IOException("not now");
                return new Receipt(before + alert.id() + ";");""");

        Visit visit = take();
        Delivery waiting = await(visit, "s0", d -> d.words().equals("not now"));
        assertTrue(Duration.between(clock.now().wall(), waiting.next()).toSeconds() <= 5);

        String[] ids = await(visit, "s0", OutboxTest::isDone).words().split(";", -1);
        assertEquals(3, ids.length);
        assertEquals(ids[0], ids[1]);
    }

    @Test
    void anAlertThatNeverCanArriveIsGivenUpWithItsReason() throws Exception {
        open("throw new UndeliverableException(\"too big for this mailbox\");");

        Delivery given = await(take(), "s0", OutboxTest::isDone);

        assertEquals(State.GIVEN_UP, given.state());
        assertEquals("too big for this mailbox", given.words());
    }

    @Test
    void aPluginThatBreaksIsTriedAgainAndNamed() throws Exception {
        open("throw new IllegalStateException(\"oops\");");

        Delivery waiting = await(take(), "s0", d -> !d.words().isEmpty());

        assertEquals("the plugin failed: java.lang.IllegalStateException: oops", waiting.words());
        assertEquals(State.PENDING, waiting.state());
    }

    @Test
    void aPluginThatEndsInAnErrorTakesNothingWithIt() throws Exception {
        open("if (attempt.number() == 1) throw new StackOverflowError(); return new Receipt(\"fine\");");

        Visit visit = take();
        Delivery waiting = await(visit, "s0", d -> !d.words().isEmpty());
        assertEquals("the plugin failed: java.lang.StackOverflowError", waiting.words());
        outbox.sendAgain(waiting.id());

        assertEquals("fine", await(visit, "s0", OutboxTest::isDone).words());
    }

    @Test
    void aBrokenSinkIsLeftAloneForAnHourAndNothingIsGivenUp() throws Exception {
        open("throw new SinkBrokenException(\"the password was refused\");");

        Visit first = take();
        while (!words("sink s0").startsWith("failed")) {
            Pause.aMoment();
        }
        Visit second = take();

        assertEquals("failed: the password was refused; it is tried again hourly", words("sink s0"));
        assertEquals(1, library.deliveries().ofVisit(first).get(0).tries());
        assertEquals(0, library.deliveries().ofVisit(second).get(0).tries());
    }

    @Test
    void aSinkWhosePluginIsMissingWaits() throws Exception {
        open("");

        Visit visit = take();
        while (words("sink s0").isEmpty()) {
            Pause.aMoment();
        }

        assertTrue(words("sink s0").startsWith("failed: no plugin makes sinks of type t0; its alerts wait"));
        assertEquals(State.PENDING, library.deliveries().ofVisit(visit).get(0).state());
    }

    @Test
    void whatIsOwedIsPaidAfterARestart() throws Exception {
        open("throw new java.io.IOException(\"away\");");
        Visit visit = take();
        await(visit, "s0", d -> d.words().equals("away"));
        close();

        open("return new Receipt(\"fine\");");

        assertEquals("fine", await(visit, "s0", OutboxTest::isDone).words());
    }
}
