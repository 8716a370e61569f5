package dev.porchlight.demo;

import dev.porchlight.camera.FrameSink;
import dev.porchlight.camera.FrameSource;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/** A camera that films the story: paced by the clock, so that it neither drifts nor piles up frames it was too slow for. */
public final class SimulatedCamera implements FrameSource {
    private final Story story;
    private final Moment begin;
    private final HouseClock clock;
    private final ZoneId zone;
    private final int width;
    private final int height;
    private final long interval;

    /**
     * @param begin when the story begins
     * @param width in pixels
     * @param height in pixels
     * @param fps frames a second
     */
    public SimulatedCamera(Story story, Moment begin, HouseClock clock, ZoneId zone, int width, int height, int fps) {
        this.story = story;
        this.begin = begin;
        this.clock = clock;
        this.zone = zone;
        this.width = width;
        this.height = height;
        this.interval = TimeUnit.SECONDS.toNanos(1) / fps;
    }

    @Override
    public String describe() {
        return "the simulated camera";
    }

    @Override
    public void run(FrameSink frames) throws IOException, InterruptedException {
        Stage stage = new Stage(width, height, lightNow());
        long due = clock.now().nanos();
        while (true) {
            Moment now = clock.now();
            if (stage.light() != lightNow()) {
                stage = new Stage(width, height, lightNow());
            }
            frames.frame(stage.show(story.at(now.since(begin))));
            due += interval;
            long left = due - clock.now().nanos();
            if (left < -interval) {
                due = clock.now().nanos();
            }
            TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
        }
    }

    private Light lightNow() {
        return Light.atHour(clock.now().wall().atZone(zone).getHour());
    }
}
