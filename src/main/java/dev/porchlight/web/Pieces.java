package dev.porchlight.web;

import java.io.Closeable;
import java.io.IOException;

/** What is sent piece by piece, as its reader takes it. Used by one thread at a time. */
interface Pieces extends Closeable {
    /** Puts the next bytes at the beginning of {@code to}; says how many, at least one, or -1 when all were given. */
    int next(byte[] to) throws IOException;
}
