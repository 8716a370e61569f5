package dev.porchlight.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * The story of the demo as a function of time: every 26 s somebody walks up the path, stands before the door, and leaves.
 * Camera and board ask it for the same moment, so what one shows is what the other measures.
 */
public final class Story {
    private static final double CHAPTER = 26;
    private static final double COMES = 1.2;
    private static final double FAR = 6.5;
    private static final double SPEED = 1.35;
    private static final double STANDS = 4.5;
    private static final double STEP = 0.62;

    /** Where each visitor stops, in metres: a child comes nearer. */
    private static double nearest(Visitor visitor) {
        return visitor == Visitor.CHILD ? 0.62 : 0.82;
    }

    /** What goes on so long after the story began. */
    Scene at(Duration sinceStart) {
        double time = sinceStart.toMillis() / 1_000.0;
        long chapter = (long) Math.floor(time / CHAPTER);
        Visitor[] visitors = Visitor.values();
        Visitor visitor = visitors[(int) (chapter % visitors.length)];
        double now = time - chapter * CHAPTER - COMES;
        double way = FAR - nearest(visitor);
        double arrives = way / SPEED;
        double leaves = arrives + STANDS;
        double gone = leaves + arrives;
        if (now < 0 || now >= gone) {
            return Scene.EMPTY;
        }
        if (now < arrives) {
            return scene(visitor, FAR - now * SPEED, now * SPEED / STEP, true, true);
        }
        if (now < leaves) {
            return scene(visitor, nearest(visitor), Math.rint(arrives * SPEED / STEP), false, true);
        }
        double walked = (now - leaves) * SPEED;
        return scene(visitor, nearest(visitor) + walked, walked / STEP, true, false);
    }

    private static Scene scene(Visitor visitor, double metres, double strides, boolean walks, boolean facesDoor) {
        return new Scene(Optional.of(visitor), (int) Math.round(metres * 1_000), strides, walks, facesDoor);
    }
}
