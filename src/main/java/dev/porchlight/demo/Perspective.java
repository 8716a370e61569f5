package dev.porchlight.demo;

/**
 * How the camera over the door sees the garden: what is d metres away stands on the ground at {@code groundY(d)} and one
 * metre there is {@code scale(d)} pixels.
 */
record Perspective(int width, int height) {
    /** The camera hangs at the height of a face. */
    private static final double CAMERA_HEIGHT = 1.55;

    double horizon() {
        return height * 0.40;
    }

    double scale(double metres) {
        return width * 0.40 / metres;
    }

    double groundY(double metres) {
        return horizon() + CAMERA_HEIGHT * scale(metres);
    }

    double x(double metresAside, double metres) {
        return width * 0.5 + metresAside * scale(metres);
    }
}
