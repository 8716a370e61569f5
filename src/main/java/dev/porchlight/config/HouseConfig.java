package dev.porchlight.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The whole configuration, checked: what {@code porchlight.yaml} says, with every default filled in.
 *
 * @param file where it was read
 * @param name the door's name, shown to people
 * @param data the folder of everything kept
 * @param plugins the owner's plugin folders
 */
public record HouseConfig(
        Path file,
        String name,
        HomeConfig home,
        Path data,
        WebConfig web,
        List<BoardConfig> boards,
        List<CameraConfig> cameras,
        VisitsConfig visits,
        RetentionConfig retention,
        List<Path> plugins,
        List<SinkConfig> sinks) {
    public HouseConfig {
        boards = List.copyOf(boards);
        cameras = List.copyOf(cameras);
        plugins = List.copyOf(plugins);
        sinks = List.copyOf(sinks);
    }

    /** The rules of one board's visits: its own where it has them, the house's elsewhere. */
    public VisitsConfig visitsOf(BoardConfig board) {
        return board.visits().orElse(visits);
    }
}
