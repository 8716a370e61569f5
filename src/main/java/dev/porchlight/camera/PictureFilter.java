package dev.porchlight.camera;

import dev.porchlight.config.PictureCare;
import dev.porchlight.config.PictureCare.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns, crops and blackens by ffmpeg, whose filters are some ten times as fast as the JDK's (ffmpeg-filters(1)). */
final class PictureFilter {
    private PictureFilter() {}

    /** What stands behind {@code -vf}; empty for nothing to do. */
    static String of(PictureCare care) {
        List<String> filters = new ArrayList<>();
        switch (care.rotate()) {
            case 90 -> filters.add("transpose=clock");
            case 180 -> filters.add("hflip,vflip");
            case 270 -> filters.add("transpose=cclock");
            default -> {}
        }
        care.crop()
                .ifPresent(area -> filters.add("crop=" + share("iw", area.width()) + ":" + share("ih", area.height())
                        + ":" + share("iw", area.left()) + ":" + share("ih", area.top())));
        for (Area area : care.privacy()) {
            filters.add("drawbox=" + share("iw", area.left()) + ":" + share("ih", area.top()) + ":"
                    + share("iw", area.width()) + ":" + share("ih", area.height()) + ":black:fill");
        }
        return String.join(",", filters);
    }

    private static String share(String side, int percent) {
        return String.format(Locale.ROOT, "%s*%.2f", side, percent / 100.0);
    }

    /**
     * A program between a camera's own and us: MJPEG in, MJPEG out. It knows that a picture is complete only when the next
     * one begins, so pictures come one frame interval later. Quality 3 of 2-31: encoded once more, hardly anything is lost.
     */
    static List<String> between(String ffmpeg, PictureCare care) {
        return List.of(
                ffmpeg,
                "-hide_banner",
                "-nostdin",
                "-loglevel",
                "warning",
                "-fflags",
                "nobuffer",
                "-probesize",
                "32",
                "-threads",
                "1",
                "-f",
                "mjpeg",
                "-i",
                "pipe:0",
                "-vf",
                of(care),
                "-fps_mode",
                "passthrough",
                "-c:v",
                "mjpeg",
                "-q:v",
                "3",
                "-threads",
                "1",
                "-f",
                "mjpeg",
                "-flush_packets",
                "1",
                "pipe:1");
    }
}
