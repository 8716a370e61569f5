package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.InMemory;
import dev.porchlight.library.Visit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An hour without the network, with what else may happen in it. */
@Timeout(240)
class OutageTest {
    private static final List<String> SINKS = List.of("me", "ha", "desk");
    private static final String STARTED = "alerts: [visit.started]";
    private static final int VISITS = 500;
    private static final int KILLS = 3;
    private static final Duration BETWEEN = Duration.ofMillis(7_200);

    /** Of the moments of the kills; printed, so that a failure can be seen again. */
    private final long seed = System.nanoTime();

    /** A thousand visits' worth of syncs would wait for the disk for a minute, and this is not about disks. */
    @TempDir(factory = InMemory.class)
    private Path folder;

    /** What one sink was told in one run of the host: an alert and when. */
    private record Arrival(String alert, long visit, String type, Instant at, int run) {}

    @Test
    void afterAnHourWithoutTheNetworkTwoRestartsAndThreeKillsEveryAlertArrivesNewestFirstOneASecond() throws Exception {
        Random random = new Random(seed);
        List<Visit> visits = new ArrayList<>();
        Map<String, List<Arrival>> arrived = new HashMap<>();
        try (Lanes lanes = new Lanes(folder, "me", "ha, " + STARTED, "desk, " + STARTED)) {
            lanes.answer = sink -> "later the network is unreachable";
            for (int i = 0; i < VISITS; i++) {
                visits.add(lanes.take());
                lanes.finish(visits.get(i));
                lanes.pass(BETWEEN);
                if (i == 150 || i == 300) {
                    lanes.restart();
                }
            }
            int tries = lanes.heard.size();
            assertTrue(tries < SINKS.size() * 60, tries + " tries in the outage");
            Deque<Integer> killAfter = new ArrayDeque<>(random.ints(1, VISITS - 50)
                    .distinct()
                    .limit(KILLS)
                    .sorted()
                    .boxed()
                    .toList());
            lanes.heard.clear();
            lanes.answer = sink -> "ok fine";

            for (int second = 0; lanes.waiting() > 0; second++) {
                assertTrue(second < 2 * VISITS + 600, lanes.waiting() + " still wait; seed " + seed);
                if (!killAfter.isEmpty()
                        && arrived.getOrDefault("me", List.of()).size() >= killAfter.peek()) {
                    killAfter.poll();
                    lanes.kill();
                }
                lanes.pass(Duration.ofSeconds(1));
                for (Lanes.Heard one = lanes.heard.poll(); one != null; one = lanes.heard.poll()) {
                    arrived.computeIfAbsent(one.sink(), sink -> new ArrayList<>())
                            .add(new Arrival(
                                    one.alert().id(),
                                    one.alert().visit().orElseThrow().start().toEpochMilli(),
                                    one.alert().type(),
                                    one.at(),
                                    one.run()));
                }
            }
            assertEquals(KILLS, lanes.kills.get(), "kills; seed " + seed);
            for (String sink : SINKS) {
                check(sink, arrived.get(sink), sink.equals("me") ? 2 * VISITS : VISITS);
            }
        }
    }

    private void check(String sink, List<Arrival> all, int owed) {
        String words = sink + ", seed " + seed;
        Set<String> alerts = new HashSet<>();
        all.forEach(one -> alerts.add(one.alert()));
        assertEquals(owed, alerts.size(), words);
        assertTrue(all.size() - owed <= KILLS, (all.size() - owed) + " duplicates at " + words);
        for (int i = 1; i < all.size(); i++) {
            Arrival before = all.get(i - 1);
            Arrival after = all.get(i);
            if (before.run() == after.run()) {
                assertTrue(!after.at().isBefore(before.at().plusSeconds(1)), before + " and " + after + " at " + words);
                assertTrue(
                        after.visit() < before.visit()
                                || (after.visit() == before.visit()
                                        && after.type().equals("visit.finished")),
                        before + " before " + after + " at " + words);
            }
        }
    }
}
