package dev.porchlight.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The whole configuration, checked: what {@code porchlight.yaml} says, with every default filled in.
 *
 * @param file where it was read
 * @param name the door's name, shown to people
 * @param data the folder of everything kept
 * @param dataId the library this house's disk must hold, so that a missing or a wrong disk is refused instead of filled
 * @param plugins the owner's plugin folders
 */
public record HouseConfig(
        Path file,
        String name,
        HomeConfig home,
        Path data,
        Optional<String> dataId,
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

    /**
     * This one, with what another says that can be changed in a running house: its name, its visits (those of boards that
     * both have, too), how much is kept, and its sinks.
     */
    public HouseConfig with(HouseConfig changed) {
        return new HouseConfig(
                file,
                changed.name,
                home,
                data,
                dataId,
                web,
                boards.stream().map(board -> withRulesOf(board, changed)).toList(),
                cameras,
                changed.visits,
                changed.retention,
                plugins,
                changed.sinks);
    }

    private static BoardConfig withRulesOf(BoardConfig board, HouseConfig changed) {
        return changed.boards.stream()
                .filter(same -> same.name().equals(board.name()))
                .findFirst()
                .map(same -> board.under(same.visits()))
                .orElse(board);
    }

    /** The rules of one board's visits: its own where it has them, the house's elsewhere. */
    public VisitsConfig visitsOf(BoardConfig board) {
        return board.visits().orElse(visits);
    }
}
