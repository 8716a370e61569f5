package dev.porchlight.config;

import dev.porchlight.config.CameraConfig.SourceChoice;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code cameras:}. */
final class CamerasSection {
    private CamerasSection() {}

    static List<CameraConfig> read(List<Section> sections) {
        Names names = new Names("camera");
        List<CameraConfig> cameras = new ArrayList<>();
        for (Section section : sections) {
            cameras.add(camera(section, names.of(section, "door")));
        }
        return cameras;
    }

    private static CameraConfig camera(Section camera, String name) {
        CameraConfig config = new CameraConfig(
                name,
                camera.choice("source", SourceChoice.AUTO),
                camera.number("width", 1280, 160, 4_608),
                camera.number("height", 720, 120, 3_456),
                camera.number("fps", 15, 1, 60),
                camera.value(
                                "rotate",
                                text -> Kinds.number(text).filter(n -> n >= 0 && n <= 270 && n % 90 == 0),
                                "0, 90, 180 or 270")
                        .map(Long::intValue)
                        .orElse(0),
                camera.texts("args"),
                camera.text("device"),
                camera.text("url"),
                camera.texts("command"));
        if (config.source() == SourceChoice.URL && config.url().isEmpty()) {
            camera.problem("source", "camera " + name + " needs a 'url', like rtsp://camera.local/stream");
        }
        if (config.source() == SourceChoice.COMMAND && config.command().isEmpty()) {
            camera.problem("source", "camera " + name + " needs a 'command' that writes MJPEG on its standard output");
        }
        camera.refuseUnknownKeys();
        return config;
    }
}
