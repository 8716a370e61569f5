package dev.porchlight.time;

import java.time.Instant;
import org.shredzone.commons.suncalc.SunPosition;

/** Whether the sun is up at one place on earth. The only class that knows the library. Safe on every thread. */
public final class Daylight {
    /** The centre of the sun as its upper edge sets, with half its width and the bending of its light (50 minutes of arc). */
    private static final double SUNSET_DEGREES = -50 / 60.0;

    private final double latitude;
    private final double longitude;

    /** In degrees; north and east are positive. */
    public Daylight(double latitude, double longitude) {
        this.latitude = latitude;
        this.longitude = longitude;
    }

    /** Between sunset and sunrise; within the polar circles that may be never, or always. */
    public boolean isOver(Instant at) {
        return SunPosition.compute().on(at).at(latitude, longitude).execute().getTrueAltitude() < SUNSET_DEGREES;
    }
}
