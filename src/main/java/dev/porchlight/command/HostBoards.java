package dev.porchlight.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The boards of the running host. */
final class HostBoards implements BoardDesk {
    private final RunningHost host;

    HostBoards(RunningHost host) {
        this.host = host;
    }

    @Override
    public List<BoardView> boards() throws IOException, InterruptedException {
        return host.get("api/v1/boards").get("boards") instanceof List<?> all
                ? all.stream().map(one -> view((Map<?, ?>) one)).toList()
                : List.of();
    }

    private static BoardView view(Map<?, ?> board) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("port", text(board, "port"));
        facts.put("firmware", text(board, "firmware"));
        facts.put("protocol", text(board, "protocol"));
        facts.put("calls itself", text(board, "calls_itself"));
        String seconds = text(board, "uptime_s");
        facts.put("running for", seconds.isEmpty() ? "" : BoardTable.span(Duration.ofSeconds(Long.parseLong(seconds))));
        Map<String, String> settings = new TreeMap<>();
        if (board.get("settings") instanceof Map<?, ?> kept) {
            kept.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        }
        return new BoardView(text(board, "name"), text(board, "state"), text(board, "words"), facts, settings);
    }

    private static String text(Map<?, ?> board, String field) {
        Object value = board.get(field);
        return value == null ? "" : value.toString();
    }

    @Override
    public void set(String board, String key, String value) throws IOException, InterruptedException {
        host.patch(
                "api/v1/boards/" + URLEncoder.encode(board, StandardCharsets.UTF_8),
                "{\"settings\": {" + quoted(key) + ": " + quoted(value) + "}}");
    }

    private static String quoted(String text) {
        return "\"" + text.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public void close() {
        // the host goes on
    }
}
