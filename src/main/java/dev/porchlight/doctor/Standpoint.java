package dev.porchlight.doctor;

/** From where the doctor looks. */
public enum Standpoint {
    /** The running house looks at itself: as its own user, in its sandbox, with its boards and cameras. */
    INSIDE,
    /** None runs; whoever asks looks. */
    ALONE,
    /** One runs and is not asked; it holds the boards and the web port. */
    BESIDE
}
