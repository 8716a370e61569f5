package dev.porchlight.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time in the house: what the wall clock says, what the monotonic clock says, and whether the wall clock is known to
 * be right. Safe on every thread.
 */
public final class HouseClock {
    /** systemd-timesyncd touches this file at each successful synchronisation (systemd-timesyncd.service(8)). */
    private static final Path SYNCHRONIZED = Path.of("/run/systemd/timesync/synchronized");

    /** Before this the clock is certainly wrong: this program did not exist. */
    private static final Instant RELEASED = Instant.parse("2026-01-01T00:00:00Z");

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final String bootId;
    private final boolean runsTimesync;

    public HouseClock(InstantSource wall, LongSupplier nanos, String bootId, boolean runsTimesync) {
        this.wall = wall;
        this.nanos = nanos;
        this.bootId = bootId;
        this.runsTimesync = runsTimesync;
    }

    /** The clocks of this machine. */
    public static HouseClock ofThisMachine() {
        return new HouseClock(
                InstantSource.system(), System::nanoTime, readBootId(), Files.isDirectory(SYNCHRONIZED.getParent()));
    }

    private static String readBootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    public Moment now() {
        return new Moment(wall.instant(), nanos.getAsLong());
    }

    /** One id for each start of the machine; monotonic times are comparable only within one. */
    public String bootId() {
        return bootId;
    }

    /**
     * Whether the wall clock is known to be right. A Pi has no battery clock: after a power cut it starts hours behind
     * until the network tells it. Where systemd-timesyncd runs, its mark decides; elsewhere the clock is believed if it
     * is not absurd.
     */
    public boolean isSet() {
        return wall.instant().isAfter(RELEASED) && (!runsTimesync || Files.exists(SYNCHRONIZED));
    }
}
