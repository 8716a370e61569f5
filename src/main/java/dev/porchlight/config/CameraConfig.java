package dev.porchlight.config;

import java.util.List;
import java.util.Optional;

/**
 * One camera.
 *
 * @param width in pixels
 * @param height in pixels
 * @param fps frames a second
 * @param care what is done to each picture first
 * @param timeInClip whether date and time stand in the picture of its clips
 * @param args go to the camera program as they are
 * @param device for {@code v4l2}
 * @param url for {@code url}
 * @param command for {@code command}: a program that writes MJPEG on its standard output
 */
public record CameraConfig(
        String name,
        SourceChoice source,
        int width,
        int height,
        int fps,
        PictureCare care,
        boolean timeInClip,
        List<String> args,
        Optional<String> device,
        Optional<String> url,
        List<String> command) {
    /** Where the frames come from. */
    public enum SourceChoice {
        AUTO,
        RPICAM,
        V4L2,
        URL,
        COMMAND,
        SIMULATED
    }

    public CameraConfig {
        args = List.copyOf(args);
        command = List.copyOf(command);
    }
}
