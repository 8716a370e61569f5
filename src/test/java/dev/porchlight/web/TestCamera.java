package dev.porchlight.web;

import dev.porchlight.camera.Camera;
import dev.porchlight.camera.FrameSink;
import dev.porchlight.camera.FrameSource;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A real camera whose source is the test. */
final class TestCamera implements FrameSource, AutoCloseable {
    private final BlockingQueue<byte[]> pictures = new LinkedBlockingQueue<>();
    private final Random random = new Random(7);
    private final Camera camera;

    TestCamera(CameraConfig config, HouseClock clock, Health health) {
        this.camera = new Camera(config, Duration.ofSeconds(1), this, clock, health);
        camera.start();
    }

    Camera camera() {
        return camera;
    }

    /** Gives one picture, and returns when the camera has it. */
    byte[] give(int length) throws InterruptedException {
        byte[] jpeg = new byte[length];
        random.nextBytes(jpeg);
        jpeg[0] = (byte) 0xFF;
        jpeg[1] = (byte) 0xD8;
        jpeg[length - 2] = (byte) 0xFF;
        jpeg[length - 1] = (byte) 0xD9;
        long before = seq();
        pictures.add(jpeg);
        if (camera.awaitAfter(before, Duration.ofSeconds(10)).isEmpty()) {
            throw new AssertionError("the camera did not take the picture");
        }
        return jpeg;
    }

    long seq() {
        return camera.ring().latest().map(frame -> frame.seq()).orElse(0L);
    }

    @Override
    public String describe() {
        return "the test";
    }

    @Override
    public void run(FrameSink frames) throws IOException, InterruptedException {
        while (true) {
            frames.frame(pictures.take());
        }
    }

    @Override
    public void close() {
        camera.close();
    }
}
