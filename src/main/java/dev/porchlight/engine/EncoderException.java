package dev.porchlight.engine;

import java.io.IOException;

/** The program could not make a clip of what was recorded; making it again would end the same way. */
final class EncoderException extends IOException {
    private static final long serialVersionUID = 1;

    EncoderException(String words) {
        super(words);
    }
}
