package dev.porchlight.config;

import java.util.List;
import java.util.Optional;

/**
 * What is done to a camera's picture, in this order, before anything is shown or stored.
 *
 * @param rotate degrees clockwise: 0, 90, 180 or 270
 * @param crop the part of the turned picture that is kept
 * @param privacy parts of what is kept that are made black: the street, the neighbour's window
 */
public record PictureCare(int rotate, Optional<Area> crop, List<Area> privacy) {
    /** The picture as the camera gives it. */
    public static final PictureCare NONE = turned(0);

    /** A part of a picture, in percent of its width and height. */
    public record Area(int left, int top, int width, int height) {}

    public PictureCare {
        privacy = List.copyOf(privacy);
    }

    /** Only turned. */
    public static PictureCare turned(int degrees) {
        return new PictureCare(degrees, Optional.empty(), List.of());
    }

    /** Whether turning the picture upside down, which most cameras do themselves, is all there is to do. */
    public boolean isAtMostUpsideDown() {
        return rotate % 180 == 0 && crop.isEmpty() && privacy.isEmpty();
    }

    public boolean isNothing() {
        return equals(NONE);
    }
}
