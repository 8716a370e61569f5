package dev.porchlight.config;

import dev.porchlight.config.BoardConfig.DialectChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code boards:}. */
final class BoardsSection {
    private final List<CameraConfig> cameras;
    private final VisitsConfig house;
    private final HomeConfig home;
    private final Map<Path, String> takenPorts = new HashMap<>();

    /** @param house the visits of boards that have no rules of their own */
    BoardsSection(List<CameraConfig> cameras, VisitsConfig house, HomeConfig home) {
        this.cameras = cameras;
        this.house = house;
        this.home = home;
    }

    List<BoardConfig> read(List<Section> sections) {
        Names names = new Names("board");
        List<BoardConfig> boards = new ArrayList<>();
        for (Section section : sections) {
            String name = names.of(section, "door");
            DialectChoice dialect = section.choice("dialect", DialectChoice.AUTO);
            boards.add(new BoardConfig(
                    name,
                    port(section, name),
                    baud(section),
                    dialect,
                    camerasOf(section, name),
                    section.has("visits")
                            ? Optional.of(VisitsSection.read(section.section("visits"), house))
                            : Optional.empty(),
                    LightSection.read(section, dialect, home)));
            section.refuseUnknownKeys();
        }
        return boards;
    }

    private String port(Section board, String name) {
        Optional<Path> port = board.value("port", Kinds::path, "auto, or a device like /dev/ttyUSB0", BoardConfig.AUTO);
        String text = port.map(Path::toString).orElse(BoardConfig.AUTO);
        if (!text.equals(BoardConfig.AUTO)) {
            String first = takenPorts.putIfAbsent(device(port.orElseThrow()), name);
            if (first != null) {
                board.problem(
                        "port",
                        "board " + name + " is on the same port as board " + first
                                + "; give each a port of its own, or remove one");
            }
        }
        return text;
    }

    /** What a link leads to; the path itself as long as nothing is plugged in. */
    private static Path device(Path port) {
        try {
            return port.toRealPath();
        } catch (IOException e) {
            return port.toAbsolutePath().normalize();
        }
    }

    private static OptionalInt baud(Section board) {
        int baud = board.value(
                        "baud",
                        text -> text.equals("auto")
                                ? Optional.of(0L)
                                : Kinds.number(text).filter(n -> n >= 300 && n <= 4_000_000),
                        "auto, or a number from 300 to 4000000",
                        BoardConfig.AUTO)
                .orElse(0L)
                .intValue();
        return baud == 0 ? OptionalInt.empty() : OptionalInt.of(baud);
    }

    /** Those it names; else the one of its own name; else the only one there is. */
    private List<String> camerasOf(Section board, String name) {
        List<String> known = cameras.stream().map(CameraConfig::name).toList();
        if (board.has("cameras")) {
            return named(board, board.list("cameras").orElse(List.of()), known);
        }
        if (known.contains(name)) {
            return List.of(name);
        }
        if (known.size() == 1) {
            return known;
        }
        board.problem(
                "name",
                known.isEmpty()
                        ? "board " + name + " has no camera; list one under 'cameras:', like '- {name: " + name + "}'"
                        : "board " + name + " has no camera of its own name; say which ones look, like 'cameras: ["
                                + String.join(", ", known) + "]'");
        return List.of();
    }

    private static List<String> named(Section board, List<Written> cameras, List<String> known) {
        List<String> named = new ArrayList<>();
        for (Written camera : cameras) {
            if (known.contains(camera.text())) {
                named.add(camera.text());
            } else {
                board.problem(
                        "cameras",
                        "there is no camera " + camera.shown()
                                + (camera.isSecret() ? "" : Nearest.hint(camera.text(), known)));
            }
        }
        return named.stream().distinct().toList();
    }
}
