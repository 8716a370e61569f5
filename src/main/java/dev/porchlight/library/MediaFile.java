package dev.porchlight.library;

/**
 * A finished file of a visit, as its row names it.
 *
 * @param file its name in the visit's folder
 * @param size in bytes
 * @param sha256 64 lower-case hex digits
 * @param version 1 for the first file of its role, one more each time it is made anew
 * @param width in pixels; 0 if unknown
 * @param height in pixels; 0 if unknown
 * @param startMs of a clip: its first frame after the trigger, in milliseconds; negative, since it begins before it
 * @param lengthMs of a clip: from its first frame to its last, in milliseconds; 0 of a picture
 */
public record MediaFile(
        Role role,
        String file,
        long size,
        String sha256,
        int version,
        int width,
        int height,
        int startMs,
        int lengthMs) {
    /** A picture. */
    public MediaFile(Role role, String file, long size, String sha256, int version, int width, int height) {
        this(role, file, size, sha256, version, width, height, 0, 0);
    }

    /** What a URL carries so that the answer may be cached for ever. */
    public String tag() {
        return sha256.substring(0, 8);
    }
}
