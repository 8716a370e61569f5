package dev.porchlight.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many may watch live at once: so many altogether, and few from one address of the network. Safe on every thread. */
final class Seats {
    /** Each may hold one frame in memory that its reader does not take; 256 of 150 kB are 38 MB of the host's 96. */
    private static final int MOST = 256;

    private static final int MOST_PER_ADDRESS = 10;

    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    /** Takes a seat; or why there is none, as a sentence. */
    synchronized Optional<String> take(String address) {
        if (all >= MOST) {
            return Optional.of(MOST + " watch live already, and more are too many for this machine; try again when"
                    + " somebody has closed the page.");
        }
        int here = taken.getOrDefault(address, 0);
        if (here >= MOST_PER_ADDRESS && !isLoopback(address)) {
            return Optional.of(MOST_PER_ADDRESS + " live pictures are open from " + address
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

    /** A proxy on this machine speaks for many. */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
