package dev.porchlight.config;

import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.PictureCare.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
                care(camera),
                camera.flag("time_in_clip", false),
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
        if (config.source() == SourceChoice.SIMULATED && !config.care().isNothing()) {
            camera.problem(
                    "source",
                    "camera " + name + " is simulated, so it takes no 'rotate', 'crop' or 'privacy'; remove them");
        }
        camera.refuseUnknownKeys();
        return config;
    }

    private static PictureCare care(Section camera) {
        int rotate = camera.value(
                        "rotate",
                        text -> Kinds.number(text).filter(n -> n >= 0 && n <= 270 && n % 90 == 0),
                        "0, 90, 180 or 270",
                        "0")
                .map(Long::intValue)
                .orElse(0);
        Optional<Area> crop =
                camera.has("crop") ? Optional.of(area(camera, "crop", camera.section("crop"))) : Optional.empty();
        List<Area> privacy = camera.sections("privacy", List.of()).stream()
                .map(part -> area(camera, "privacy", part))
                .toList();
        return new PictureCare(rotate, crop, privacy);
    }

    private static Area area(Section camera, String key, Section part) {
        int left = part.number("left", 0, 0, 99);
        int top = part.number("top", 0, 0, 99);
        int width = part.number("width", 100 - left, 1, 100);
        int height = part.number("height", 100 - top, 1, 100);
        if (left + width > 100 || top + height > 100) {
            camera.problem(
                    key,
                    "cameras." + key + " reaches beyond the picture; left and width, and top and height, are percent"
                            + " of it and at most 100 together");
        }
        part.refuseUnknownKeys();
        return new Area(left, top, width, height);
    }
}
