package dev.porchlight.web;

import dev.porchlight.camera.Camera;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.PictureCare.Area;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /live}: each camera's picture, and what its boards say. */
final class LivePage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final LiveStreams streams;
    private final BoardNews boards;
    private final HouseConfig config;
    private final HouseClock clock;
    private final Pages pages;

    LivePage(LiveStreams streams, BoardNews boards, HouseConfig config, HouseClock clock, Pages pages) {
        this.streams = streams;
        this.boards = boards;
        this.config = config;
        this.clock = clock;
        this.pages = pages;
    }

    void show(Exchange exchange) throws IOException {
        Moment now = clock.now();
        List<Map<String, Object>> cameras =
                streams.audiences().stream().map(one -> camera(one, now)).toList();
        pages.send(exchange, "live", Map.of("cameras", cameras));
    }

    private Map<String, Object> camera(Audience audience, Moment now) {
        Camera camera = audience.camera();
        Map<String, Object> shown = new HashMap<>();
        shown.put("name", camera.name());
        audience.latest().ifPresent(frame -> {
            shown.put("time", TIME.format(frame.at().wall().atZone(config.home().timeZone())));
            shown.put("stale", now.since(frame.at()).compareTo(NextPicture.FRESH) >= 0);
        });
        camera.problem().ifPresent(problem -> shown.put("problem", problem));
        config.cameras().stream()
                .filter(one -> one.name().equals(camera.name()))
                .findFirst()
                .ifPresent(one -> {
                    boolean isTurned = one.care().rotate() % 180 != 0;
                    Area kept = one.care().crop().orElse(new Area(0, 0, 100, 100));
                    shown.put("width", (isTurned ? one.height() : one.width()) * kept.width() / 100);
                    shown.put("height", (isTurned ? one.width() : one.height()) * kept.height() / 100);
                });
        shown.put(
                "boards",
                config.boards().stream()
                        .filter(board -> board.cameras().contains(camera.name()))
                        .map(this::board)
                        .toList());
        return shown;
    }

    private Map<String, Object> board(BoardConfig board) {
        Map<String, Object> shown = new HashMap<>();
        shown.put("name", board.name());
        boards.latest(board.name()).ifPresent(said -> {
            shown.put("motion", said.motion());
            said.distanceCm().ifPresent(cm -> shown.put("distance", cm));
        });
        return shown;
    }
}
