package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Clips as they are recorded, for tests of what is made of them. */
public final class Recordings implements AutoCloseable {
    private final ClipRecording recording;

    private Recordings(ClipRecording recording) {
        this.recording = recording;
    }

    public static Recordings create(Path file, int width, int height) throws IOException {
        return new Recordings(ClipRecording.create(file, Instant.EPOCH, width, height, bytes -> false));
    }

    public void append(int millis, byte[] jpeg) throws IOException {
        recording.append(millis, jpeg);
    }

    @Override
    public void close() throws IOException {
        recording.close();
    }
}
