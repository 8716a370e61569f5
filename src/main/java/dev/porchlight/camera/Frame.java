package dev.porchlight.camera;

import dev.porchlight.time.Moment;

/**
 * One JPEG from a camera.
 *
 * @param seq counts up from 1 without gaps, for as long as the host runs
 * @param at when its last byte arrived
 * @param jpeg the whole picture, from FFD8 to FFD9; shared between threads, so nobody writes to it
 */
public record Frame(long seq, Moment at, byte[] jpeg) {}
