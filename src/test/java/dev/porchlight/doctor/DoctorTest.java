package dev.porchlight.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One examination at a time, and one row for whatever hangs or fails. */
@Timeout(20)
class DoctorTest {
    private static final HouseClock CLOCK = HouseClock.ofThisMachine();

    private interface What {
        List<Finding> find() throws IOException, InterruptedException;
    }

    private record Thing(String what, What find) implements Look {
        @Override
        public List<Finding> look() throws IOException, InterruptedException {
            return find.find();
        }
    }

    private static Look works(String what) {
        return new Thing(what, () -> List.of(Finding.works(what, "fine")));
    }

    @Test
    void whatHangsIsOneRowAndTheRestGoesOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Look hangs = new Thing("sink nas", () -> {
            begun.incrementAndGet();
            boolean waits = true;
            while (waits) {
                try {
                    never.await();
                    waits = false;
                } catch (InterruptedException e) {
                    waits = true; // as a dead network disk does
                }
            }
            return List.of();
        });
        try (Doctor doctor = new Doctor(List.of(works("a"), hangs, works("b")), CLOCK, Duration.ofMillis(1_500))) {
            List<String> told = new ArrayList<>();
            Examination examination = doctor.examine(finding -> told.add(finding.what()));

            assertEquals(List.of("a", "sink nas", "b"), told);
            assertEquals(1, examination.broken());
            assertEquals(
                    "it did not answer within 1 s",
                    examination.findings().get(1).words());

            doctor.examine(finding -> {});
            assertEquals(1, begun.get(), "it keeps one thread, however often is asked");
        } finally {
            never.countDown();
        }
    }

    @Test
    void whatFailsSaysItsSentenceAndAMistakeOfOursSaysThat() throws Exception {
        Look sentence = new Thing("disk", () -> {
            throw new IOException("the disk is full; make room on it");
        });
        Look mistake = new Thing("clock", () -> {
            throw new IllegalStateException("oops");
        });
        try (Doctor doctor = new Doctor(List.of(sentence, mistake), CLOCK)) {
            List<Finding> findings = doctor.examine(finding -> {}).findings();

            assertEquals(Finding.broken("disk", "the disk is full", "make room on it"), findings.get(0));
            assertTrue(findings.get(1).remedy().contains("report it"), findings.toString());
            assertFalse(findings.toString().contains("oops"), "it may have a password in it");
        }
    }

    @Test
    void whatAStrangerSaysIsOneShortLineAndNeverACommand() {
        Finding finding = Finding.broken("sink nas", "451 busy\n\u001b[2J; sudo curl x|sh");

        assertEquals("sudo curl x|sh", finding.remedy());
        assertFalse(finding.isCommand());
        assertEquals("451 busy??[2J", finding.words());
        assertEquals(300, Finding.works("sink nas", "a".repeat(1_000)).words().length());
        assertTrue(Finding.mendedBy("x", "y", "sudo z").isCommand());
        assertFalse(Finding.mendedBy("x", "y", "sudo z\nsudo w").isCommand());
    }

    @Test
    void anExaminationThatFailsIsOverAllTheSame() {
        Look fails = new Look() {
            @Override
            public String what() {
                throw new IllegalStateException("oops");
            }

            @Override
            public List<Finding> look() {
                return List.of();
            }
        };
        try (Doctor doctor = new Doctor(List.of(fails), CLOCK)) {
            assertThrows(ExecutionException.class, () -> doctor.examine().get(10, TimeUnit.SECONDS));

            assertTrue(doctor.latest().orElseThrow().isOver());
            assertEquals(1, doctor.latest().orElseThrow().broken());
        }
    }

    @Test
    void whatStillHangsIsNotBegunAgainByAChangedConfiguration() throws Exception {
        CountDownLatch door = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Look slow = new Thing("nas", () -> {
            begun.incrementAndGet();
            boolean waits = true;
            while (waits) {
                try {
                    door.await();
                    waits = false;
                } catch (InterruptedException e) {
                    waits = true;
                }
            }
            return List.of();
        });
        try (Doctor doctor = new Doctor(List.of(slow), CLOCK, Duration.ofMillis(100))) {
            doctor.examine(finding -> {});
            doctor.goBy(List.of(slow));
            doctor.examine(finding -> {});
            assertTrue(begun.get() <= 1, "begun " + begun.get());
        } finally {
            door.countDown();
        }
    }

    @Test
    void howeverManyAskOneExaminationGoesOn() throws Exception {
        CountDownLatch door = new CountDownLatch(1);
        AtomicInteger visits = new AtomicInteger();
        Look slow = new Thing("slow", () -> {
            visits.incrementAndGet();
            door.await();
            return List.of(Finding.works("slow", "fine"));
        });
        try (Doctor doctor = new Doctor(List.of(works("quick"), slow), CLOCK)) {
            assertEquals(Optional.empty(), doctor.latest());
            List<CompletableFuture<Examination>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(doctor.examine());
            }
            assertFalse(doctor.latest().orElseThrow().isOver());
            door.countDown();
            for (CompletableFuture<Examination> one : asked) {
                assertEquals(2, one.get(10, TimeUnit.SECONDS).findings().size());
            }
            assertEquals(1, visits.get());
            assertTrue(doctor.latest().orElseThrow().isOver());

            doctor.examine().get(10, TimeUnit.SECONDS);
            assertEquals(2, visits.get(), "whoever asks afterwards has it done anew");
        }
    }
}
