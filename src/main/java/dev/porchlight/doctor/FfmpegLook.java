package dev.porchlight.doctor;

import java.util.List;
import java.util.Optional;

/** Whether clips can be made small. */
record FfmpegLook(Machine machine) implements Look {
    private static final List<String> ENCODERS = List.of("libx264", "h264_v4l2m2m");

    @Override
    public String what() {
        return "ffmpeg";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Optional<String> encoders = machine.say("ffmpeg", "-hide_banner", "-encoders");
        if (encoders.isEmpty()) {
            return List.of(Finding.mendedBy(
                    what(),
                    "it is not installed, so clips stay large and play in the gallery only",
                    "sudo apt-get install -y ffmpeg"));
        }
        List<String> known = ENCODERS.stream().filter(encoders.get()::contains).toList();
        return List.of(
                known.isEmpty()
                        ? Finding.mendedBy(
                                what(),
                                "it cannot make H.264, so clips stay large and play in the gallery only",
                                "sudo apt-get install -y --reinstall ffmpeg")
                        : Finding.works(what(), "makes clips small, by " + String.join(", ", known)));
    }
}
