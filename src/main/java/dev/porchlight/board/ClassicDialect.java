package dev.porchlight.board;

import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Nothing;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the many simple sketches of this kind send, at 9600 baud, in rounds: a distance in cm, then perhaps words on an
 * obstacle and on motion, then perhaps {@code 111}, the board's own decision to take a picture.
 */
final class ClassicDialect implements Dialect {
    private static final Pattern DISTANCE = Pattern.compile("Distance: ?([0-9]{1,5})");
    private static final String MOTION = "PIR sensor detected motion";
    private static final String OBSTACLE = "Distance sensor detected obstacle";
    private static final String SNAP = "111";

    /** What the HC-SR04 can measure (its data sheet); such sketches print more when no echo came back. */
    private static final int FARTHEST_CM = 400;

    /** Each round with motion says so anew. */
    private static final Duration MOTION_LASTS = Duration.ofSeconds(1);

    private OptionalInt distanceMm = OptionalInt.empty();
    private Optional<Moment> motionAt = Optional.empty();
    private boolean motionInThisRound;
    private boolean zeroInThisRound;
    private boolean near;

    @Override
    public String name() {
        return "classic";
    }

    /** Whether the line can be nothing but one of this dialect. */
    static boolean isUnmistakable(String line) {
        return line.equals(MOTION) || DISTANCE.matcher(line).matches();
    }

    @Override
    public Heard read(String line, Moment at) {
        Matcher distance = DISTANCE.matcher(line);
        if (distance.matches()) {
            int cm = Integer.parseInt(distance.group(1));
            zeroInThisRound = cm == 0;
            motionInThisRound = false;
            near = false;
            distanceMm = cm == 0 || cm > FARTHEST_CM ? OptionalInt.empty() : OptionalInt.of(cm * 10);
            return new Told(reading(at, true, false));
        }
        return switch (line) {
            case MOTION -> {
                motionAt = Optional.of(at);
                motionInThisRound = true;
                yield new Told(reading(at, false, false));
            }
            case OBSTACLE -> {
                near = true;
                yield new Nothing();
            }
            // Without motion and at distance 0 the board took an echo that never came for somebody at the door.
            case SNAP -> zeroInThisRound && !motionInThisRound ? new Nothing() : new Told(reading(at, false, true));
            default -> new Bad("not a line of the classic dialect");
        };
    }

    private Reading reading(Moment at, boolean ranged, boolean snap) {
        boolean motion = motionAt.isPresent() && at.since(motionAt.get()).compareTo(MOTION_LASTS) < 0;
        return new Reading(at, motion, near, false, false, distanceMm, ranged, snap);
    }

    @Override
    public Optional<Reading> passTo(Moment now) {
        if (motionAt.isPresent() && now.since(motionAt.get()).compareTo(MOTION_LASTS) >= 0) {
            motionAt = Optional.empty();
            return Optional.of(reading(now, false, false));
        }
        return Optional.empty();
    }
}
