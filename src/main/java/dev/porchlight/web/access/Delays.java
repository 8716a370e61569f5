package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long somebody must wait after wrong passwords: five in a row from one address or for one account cost 30 s, each
 * further one twice as much, up to 15 minutes; and no more than 20 a minute are tried in all. Time is the monotonic one,
 * so that a jump of the clock neither frees nor locks anybody. An address with a good session is delayed for its own
 * mistakes only. The machine's own console never waits longer than a minute, behind 20 tries of its own: what others do
 * cannot lock it, and a proxy on this machine that says nothing of whom it comes for is no way round all this. Safe on
 * every thread.
 */
final class Delays {
    static final int FREE_FAILURES = 5;
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(15);

    /** Without a failure for so long behind the end of the last delay, everything is forgotten. */
    static final Duration FORGOTTEN = Duration.ofMinutes(15);

    static final int MOST_A_MINUTE = 20;
    static final int MOST_KEPT = 10_000;

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final HouseClock clock;
    private final Map<String, Failures> byAddress = new Bounded();
    private final Map<String, Failures> byAccount = new Bounded();
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private final Deque<Long> lastMinuteHere = new ArrayDeque<>();

    Delays(HouseClock clock) {
        this.clock = clock;
    }

    /** Somebody who tries. */
    record Attempt(String address, String account, boolean isKnownHere) {
        /**
         * What its failures are counted for. All devices at home share one IPv6 network: a neighbour's mistakes must not
         * delay an address with a good session.
         */
        private String origin() {
            return isKnownHere ? parse(address).getHostAddress() : network(address);
        }
    }

    /**
     * Begins an attempt, which counts as failed until {@link #succeeded} or {@link #undo}: a hundred at once must not
     * all be let through before the first has failed.
     *
     * @throws RefusedException with how long to wait; such an attempt does not count
     */
    synchronized void begin(Attempt attempt) throws RefusedException {
        long now = clock.now().nanos();
        if (isLoopback(attempt.address())) {
            refuseFor(paceLeft(lastMinuteHere, now));
            lastMinuteHere.addLast(now);
            return;
        }
        long wait = left(byAddress, attempt.origin(), now);
        if (!attempt.isKnownHere()) {
            wait = Math.max(wait, left(byAccount, attempt.account(), now));
            wait = Math.max(wait, paceLeft(lastMinute, now));
        }
        refuseFor(wait);
        count(byAddress, attempt.origin(), now);
        if (!attempt.isKnownHere()) {
            count(byAccount, attempt.account(), now);
            lastMinute.addLast(now);
        }
    }

    private static long paceLeft(Deque<Long> lastMinute, long now) {
        while (!lastMinute.isEmpty() && now - lastMinute.peekFirst() >= MINUTE_NANOS) {
            lastMinute.removeFirst();
        }
        return lastMinute.size() < MOST_A_MINUTE ? 0 : lastMinute.peekFirst() + MINUTE_NANOS - now;
    }

    private static void refuseFor(long nanos) throws RefusedException {
        if (nanos > 0) {
            long seconds = (nanos + 999_999_999) / 1_000_000_000;
            throw new RefusedException(
                    "There were too many wrong tries; wait " + words(seconds) + ", then try again.",
                    Duration.ofSeconds(seconds));
        }
    }

    /** The account is forgiven; of the address only this attempt, or a guest could clear the way for his guesses. */
    synchronized void succeeded(Attempt attempt) {
        undo(attempt);
        byAccount.remove(attempt.account());
    }

    /** It came to no verdict: the disk was away, or too many were signing in. */
    synchronized void undo(Attempt attempt) {
        if (isLoopback(attempt.address())) {
            lastMinuteHere.pollLast();
            return;
        }
        uncount(byAddress, attempt.origin());
        if (!attempt.isKnownHere()) {
            uncount(byAccount, attempt.account());
            lastMinute.pollLast();
        }
    }

    private static long left(Map<String, Failures> all, String key, long now) {
        Failures failures = all.get(key);
        if (failures == null) {
            return 0;
        }
        long left = failures.lastNanos + failures.delayNanos() - now;
        if (left + FORGOTTEN.toNanos() <= 0) {
            all.remove(key);
        }
        return left;
    }

    private static void count(Map<String, Failures> all, String key, long now) {
        Failures failures = all.computeIfAbsent(key, k -> new Failures());
        failures.count++;
        failures.beforeNanos = failures.lastNanos;
        failures.lastNanos = now;
    }

    /** As if it had not been: a try that did not fail begins no delay anew. */
    private static void uncount(Map<String, Failures> all, String key) {
        Failures failures = all.get(key);
        if (failures == null) {
            return;
        }
        failures.count--;
        failures.lastNanos = failures.beforeNanos;
        if (failures.count <= 0) {
            all.remove(key);
        }
    }

    /** How many are kept; never more than twice {@link #MOST_KEPT}. */
    synchronized int kept() {
        return byAddress.size() + byAccount.size();
    }

    private static String words(long seconds) {
        return seconds < 60 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }

    private static boolean isLoopback(String address) {
        return parse(address).isLoopbackAddress();
    }

    /** One IPv6 customer has at least a /64 of addresses to come from (RFC 6177); they count as one. */
    private static String network(String address) {
        InetAddress parsed = parse(address);
        return parsed instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), 8))
                : parsed.getHostAddress();
    }

    private static InetAddress parse(String address) {
        String literal = address.replaceAll("[\\[\\]]|%.*", "");
        try {
            if (!literal.matches("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}") || !literal.matches(".*[.:].*")) {
                throw new UnknownHostException(literal);
            }
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address in numbers: " + literal, e);
        }
    }

    private static final class Failures {
        private int count;
        private long lastNanos;
        private long beforeNanos;

        long delayNanos() {
            if (count < FREE_FAILURES) {
                return 0;
            }
            int doublings = Math.min(count - FREE_FAILURES, 10);
            return Math.min(FIRST.toNanos() << doublings, LONGEST.toNanos());
        }
    }

    /** The one not asked for longest makes room. */
    private static final class Bounded extends LinkedHashMap<String, Failures> {
        private static final long serialVersionUID = 1;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_KEPT;
        }
    }
}
