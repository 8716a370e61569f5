package dev.porchlight.demo;

import java.util.Optional;

/**
 * What goes on before the door at one moment.
 *
 * @param visitor who is there
 * @param distanceMm of the visitor from the door, in millimetres
 * @param strides how many steps were made so far; a fraction is the phase of the step
 * @param walks whether the visitor moves
 * @param facesDoor whether the face is seen, or the back
 */
record Scene(Optional<Visitor> visitor, int distanceMm, double strides, boolean walks, boolean facesDoor) {
    static final Scene EMPTY = new Scene(Optional.empty(), 0, 0, false, true);

    /** The HC-SR04 hears nothing from farther away (its data sheet). */
    private static final int FARTHEST_ECHO_MM = 4_000;

    /** A motion sensor of this kind sees people at this distance while they move. */
    private static final int FARTHEST_MOTION_MM = 3_500;

    boolean isEcho() {
        return visitor.isPresent() && distanceMm <= FARTHEST_ECHO_MM;
    }

    /** A person who stands before the door still moves enough for the sensor. */
    boolean isMotion() {
        return visitor.isPresent() && distanceMm <= FARTHEST_MOTION_MM;
    }
}
