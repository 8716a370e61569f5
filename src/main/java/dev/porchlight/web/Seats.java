package dev.porchlight.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many answers that last may be open at once: so many altogether, and few to one address of the network. Safe on every
 * thread.
 */
final class Seats {
    /** A proxy on this machine speaks for many. */
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1");

    private final int most;
    private final int mostPerAddress;
    private final String what;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    /** @param what what is open, as in {@code 10 live pictures are open} */
    Seats(int most, int mostPerAddress, String what) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.what = what;
    }

    /** Takes a seat; or why there is none, as a sentence. */
    synchronized Optional<String> take(String address) {
        if (all >= most) {
            return Optional.of(
                    most + " " + what + " are open already, and more are too many for this machine; try again"
                            + " when somebody has closed one.");
        }
        int here = taken.getOrDefault(address, 0);
        if (here >= mostPerAddress && !isThisMachine(address)) {
            return Optional.of(mostPerAddress + " " + what + " are open from " + address
                    + " already; close one of them and try again.");
        }
        taken.put(address, here + 1);
        all++;
        return Optional.empty();
    }

    synchronized void leave(String address) {
        all--;
        taken.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }

    private static boolean isThisMachine(String address) {
        try {
            return THIS_MACHINE.contains(InetAddress.getByName(address).getHostAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
