package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.PtyBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The failure point moves through a visit: the host is killed, or refused with EIO or ENOSPC, at the N-th system call of
 * one kind that any of its writing threads makes, N = 1, 2, 3, ... until a visit is through unhit (SQLite's way,
 * sqlite.org/testing.html). The next start puts right what is left; then the check and the oracle judge: every visit that
 * was said to be taken is there, with its photo, and nothing else is wrong.
 *
 * <p>{@code -Dcrash.seconds} bounds it (40 without it), {@code -Dseed} chooses in which order calls and faults are gone
 * through.
 */
@Timeout(600)
class CrashLoopIT {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final List<String> WRITERS = List.of("recorder", "catalog", "sidecars", "sink-album", "clips");
    private static final List<String> CALLS =
            List.of("write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "mkdir", "ftruncate");
    private static final List<String> FAULTS = List.of("signal=KILL", "error=EIO", "error=ENOSPC");
    private static final int MOST_CALLS = 200;
    private static final int LEAST_HITS = 20;
    private static final Pattern RESUMED = Pattern.compile("[0-9]+ +<\\.\\.\\. [a-z0-9]+ resumed>(.*)");

    /** After 60 visits at once a board is thought to chatter. */
    private static final int MOST_VISITS_A_HOST = 50;

    @TempDir
    private Path folder;

    private PtyBoard board;
    private Host host;
    private final Set<String> taken = new LinkedHashSet<>();
    private int visitsOfHost;
    private int runs;
    private int hits;

    @BeforeEach
    void aHouse() throws IOException {
        board = PtyBoard.start(9_600, NOTHING, 10);
        PorchFiles.write(folder, board.port());
    }

    @AfterEach
    void close() throws IOException {
        if (host != null) {
            host.close();
        }
        board.close();
    }

    private void start(Path program) throws IOException, InterruptedException {
        host = Host.start(program, folder, Map.of(), List.of(), "run", "--config", "porchlight.yaml");
        host.awaitReady();
        host.await(Pattern.compile("gives pictures"));
        board.send("Distance: 233\r\n".getBytes(StandardCharsets.US_ASCII));
        host.await(Pattern.compile("board door: heard on"));
        visitsOfHost = 0;
    }

    /** Somebody comes and goes; ends when the visit did, or the host. */
    private void visit() throws IOException, InterruptedException {
        visitsOfHost++;
        board.send("Distance: 98\r\n111\r\n".getBytes(StandardCharsets.US_ASCII));
        Pattern ended = Pattern.compile("visit [0-9A-Z]+ ended after");
        host.awaitCount(ended, visitsOfHost);
    }

    @Test
    void whereverItFailsNoVisitThatWasTakenIsLost() throws Exception {
        long seed = Long.getLong("seed", 20_261_125);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("crash.seconds", 40));
        List<String[]> ways = new ArrayList<>();
        for (String call : CALLS) {
            for (String fault : FAULTS) {
                ways.add(new String[] {call, fault});
            }
        }
        Collections.shuffle(ways, new Random(seed));
        start(Host.PROGRAM);
        visit();
        int through = 0;
        for (String[] way : ways) {
            if (goesOn(until)) {
                through += goThrough(way[0], way[1], until) ? 1 : 0;
            }
        }
        judge();
        System.out.println("seed " + seed + ": " + through + " of " + ways.size()
                + " kinds of failure were moved through a whole visit; " + runs + " runs, " + hits + " of them hit, "
                + taken.size() + " visits taken, none lost");
        assertTrue(hits >= LEAST_HITS, "only " + hits + " runs were hit");
    }

    /** A slow machine takes longer rather than tries less. */
    private boolean goesOn(long until) {
        return System.nanoTime() < until || hits < LEAST_HITS;
    }

    /** True when a visit was through unhit, so every place was tried. */
    private boolean goThrough(String call, String fault, long until) throws IOException, InterruptedException {
        for (int n = 1; n <= MOST_CALLS && goesOn(until); n++) {
            if (!isHit(call, fault, n)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHit(String call, String fault, int n) throws IOException, InterruptedException {
        if (visitsOfHost >= MOST_VISITS_A_HOST) {
            judge();
            assertEquals(130, host.interrupt());
            start(Host.PROGRAM);
        }
        runs++;
        Path log = folder.resolve("strace.log");
        String injection = call + ":" + fault + ":when=" + n;
        boolean killed;
        try (Strace strace =
                Strace.attach(host.pid(), WRITERS, log, List.of("-e", "trace=" + call, "-e", "inject=" + injection))) {
            if (fault.equals("signal=KILL")) {
                visit();
                host.awaitQuiet();
            } else {
                board.send("Distance: 98\r\n111\r\n".getBytes(StandardCharsets.US_ASCII));
                visitsOfHost++;
                host.awaitQuiet();
            }
            killed = !host.isAlive();
            strace.detach();
        }
        taken.addAll(host.taken());
        if (killed) {
            host.exitCode();
            start(Host.PROGRAM);
        } else if (!fault.equals("signal=KILL")) {
            host.awaitCount(Pattern.compile("visit [0-9A-Z]+ ended after"), visitsOfHost);
        }
        boolean hit = killed || Files.readString(log).contains("(INJECTED)");
        hits += hit ? 1 : 0;
        judge(injection);
        return hit;
    }

    private void judge() throws IOException, InterruptedException {
        judge("the end");
    }

    private void judge(String when) throws IOException, InterruptedException {
        taken.addAll(host.taken());
        assertEquals(List.of(), PorchFiles.wrongIn(folder), when + "\n" + host.output());
        for (String id : taken) {
            String visit = host.get("/api/v1/visits/" + id).body();
            assertTrue(visit.contains("\"photo\":{") || visit.contains("\"problem\":\""), when + ": " + visit);
        }
    }

    /** In a copy of the program whose photos get their name only after the commit, the loop finds the fault. */
    @Test
    void aWrongOrderOfCommitAndRenameIsFound() throws Exception {
        Path program = WrongOrder.program(folder.resolve("wrong"));
        String found = "";
        for (int n = 1; n <= 12 && found.isEmpty(); n++) {
            start(program);
            try (Strace strace =
                    Strace.inject(host.pid(), List.of("catalog"), "fsync,fdatasync:signal=KILL:when=" + n)) {
                visit();
                host.awaitQuiet();
                strace.detach();
            }
            host.kill9();
            start(Host.PROGRAM);
            found = String.join("; ", PorchFiles.wrongIn(folder));
            host.kill9();
        }
        System.out.println("a wrong order is found: " + found);
        assertTrue(found.contains("photo.jpg is missing"), "the wrong order was not found: " + found);
    }

    /** write < fsync(file) < rename < fsync(folder) < commit, from one log of system calls. */
    @Test
    void aVisitIsWrittenSynchronisedRenamedAndOnlyThenCommitted() throws Exception {
        start(Host.PROGRAM);
        visit();
        Path log = folder.resolve("order.log");
        try (Strace strace = Strace.attach(
                host.pid(),
                List.of("recorder", "catalog"),
                log,
                List.of("-y", "-s", "5000", "-e", "trace=mkdir,write,fsync,fdatasync,rename,pwrite64"))) {
            visit();
            strace.detach();
        }
        String id = host.taken().get(1);
        List<String> calls = whole(Files.readAllLines(log));
        int made = indexOf(calls, 0, "mkdir\\(\".*_" + id + "\"");
        int parent = indexOf(calls, made, "fsync\\(\\d+<.*/media/\\d{4}/\\d\\d/\\d\\d>\\) += 0");
        int written = indexOf(calls, 0, "write\\(\\d+<.*" + id + "/photo\\.jpg\\.part>");
        int synced = indexOf(calls, written, "fsync\\(\\d+<.*" + id + "/photo\\.jpg\\.part>\\) += 0");
        int renamed = indexOf(
                calls, synced, "rename\\(\".*" + id + "/photo\\.jpg\\.part\", \".*" + id + "/photo\\.jpg\"\\) += 0");
        int folderSynced = indexOf(calls, renamed, "fsync\\(\\d+<.*_" + id + ">\\) += 0");
        // The id stands in the row, so this is its first appearance in the catalog's log.
        int logged = indexOf(calls, 0, "pwrite64\\(\\d+<.*porchlight\\.db-wal>, \".*" + id);
        int committed = indexOf(calls, logged, "(fdatasync|fsync)\\(\\d+<.*porchlight\\.db-wal>\\) += 0");
        int told = indexOf(calls, 0, "write\\(2<.*visit " + id + " taken after");

        assertTrue(made < parent && parent < logged, String.join("\n", calls));
        assertTrue(folderSynced < logged && committed < told, String.join("\n", calls));
        System.out.println("mkdir " + made + " < fsync(day) " + parent + "; write " + written + " < fsync(photo) "
                + synced + " < rename " + renamed + " < fsync(folder) " + folderSynced + " < commit " + logged + "-"
                + committed);
        assertFalse(host.output().contains("ERROR"), host.output());
    }

    /** Two threads at once make strace tell a call in two pieces; it stands where it ended. */
    private static List<String> whole(List<String> lines) {
        Map<String, String> begun = new HashMap<>();
        List<String> calls = new ArrayList<>();
        for (String line : lines) {
            String thread = line.replaceFirst(" .*", "");
            Matcher resumed = RESUMED.matcher(line);
            if (line.endsWith(" <unfinished ...>")) {
                begun.put(thread, line.replaceFirst(" <unfinished \\.\\.\\.>$", ""));
            } else if (resumed.matches() && begun.containsKey(thread)) {
                calls.add(begun.remove(thread) + resumed.group(1));
            } else {
                calls.add(line);
            }
        }
        return calls;
    }

    private static int indexOf(List<String> calls, int from, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        for (int i = from; i < calls.size(); i++) {
            if (wanted.matcher(calls.get(i)).find()) {
                return i;
            }
        }
        throw new AssertionError("no " + pattern + " after line " + from + " of\n" + String.join("\n", calls));
    }
}
