package dev.porchlight.email;

/** How much goes into a mail, from most to least; what does not fit is left out step by step. */
enum Fit {
    /** The clip as it is. */
    CLIP,
    /** A smaller rendition of the clip. */
    SMALL_CLIP,
    /** The picture, or the attached file, without the clip. */
    PICTURE,
    /** Words and links. */
    WORDS;

    Fit less() {
        return switch (this) {
            case CLIP -> SMALL_CLIP;
            case SMALL_CLIP -> PICTURE;
            case PICTURE, WORDS -> WORDS;
        };
    }

    boolean isLessThan(Fit other) {
        return compareTo(other) > 0;
    }
}
