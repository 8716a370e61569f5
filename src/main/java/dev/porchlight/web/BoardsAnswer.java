package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.porchlight.board.Board;
import dev.porchlight.board.BoardState;
import dev.porchlight.board.Introduction;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v1/boards}: the boards for programs, and their settings, which are told to the board at once. */
final class BoardsAnswer {
    private static final int MAX_BODY = 4_096;
    private static final String SHAPE = "send {\"settings\": {\"temperature\": 5}}";

    private final List<Board> boards;
    private final Health health;
    private final HouseClock clock;

    BoardsAnswer(List<Board> boards, Health health, HouseClock clock) {
        this.boards = List.copyOf(boards);
        this.health = health;
        this.clock = clock;
    }

    void list(Exchange exchange) throws IOException {
        Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("boards");
            for (Board board : boards) {
                write(json, board);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Answers once the board keeps each of them; those before one that it refuses are kept. */
    void change(Exchange exchange) throws IOException {
        String name = exchange.path("name");
        Optional<Board> found =
                boards.stream().filter(board -> board.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            Json.sendError(
                    exchange.response(),
                    HttpServletResponse.SC_NOT_FOUND,
                    "there is no board " + name + " in the configuration");
            return;
        }
        for (Map.Entry<String, String> setting : read(exchange.request()).entrySet()) {
            try {
                found.get().set(setting.getKey(), setting.getValue());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("porchlight stops");
            }
        }
        Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> write(json, found.get()));
    }

    private void write(JsonGenerator json, Board board) throws IOException {
        BoardState state = board.state();
        Optional<Introduction> hello = state.hello();
        Optional<Condition> condition = health.conditions().stream()
                .filter(one -> one.part().equals("board " + board.name()))
                .findFirst();
        json.writeStartObject();
        json.writeStringField("name", board.name());
        json.writeStringField(
                "state",
                condition.map(Condition::state).orElse(Condition.State.OK).word());
        json.writeStringField("words", condition.map(Condition::words).orElse("not heard yet"));
        writeText(json, "port", state.port());
        if (state.baud().isPresent()) {
            json.writeNumberField("baud", state.baud().getAsInt());
        } else {
            json.writeNullField("baud");
        }
        writeText(json, "dialect", state.dialect());
        writeText(json, "firmware", hello.map(Introduction::firmware));
        writeNumber(json, "protocol", hello.map(Introduction::protocol));
        writeText(json, "calls_itself", hello.map(Introduction::name));
        writeNumber(
                json, "uptime_s", hello.filter(its -> state.port().isPresent()).map(its -> its.uptimeAt(clock.now())
                        .toSeconds()));
        json.writeNumberField("good_lines", state.goodLines());
        json.writeNumberField("bad_lines", state.badLines());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : state.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String field, Optional<String> value) throws IOException {
        json.writeFieldName(field);
        json.writeString(value.orElse(null));
    }

    private static void writeNumber(JsonGenerator json, String field, Optional<? extends Number> value)
            throws IOException {
        json.writeFieldName(field);
        if (value.isPresent()) {
            json.writeNumber(value.get().longValue());
        } else {
            json.writeNull();
        }
    }

    private static Map<String, String> read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        Map<String, String> settings = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            boolean isGood = body.length <= MAX_BODY
                    && json.nextToken() == JsonToken.START_OBJECT
                    && "settings".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.START_OBJECT;
            while (isGood && json.nextToken() == JsonToken.FIELD_NAME) {
                isGood = json.nextToken().isScalarValue();
                settings.put(json.currentName(), String.valueOf(json.getText()));
            }
            if (isGood && !settings.isEmpty() && json.nextToken() == JsonToken.END_OBJECT) {
                return settings;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON; " + SHAPE, e);
        }
        throw new IllegalArgumentException(SHAPE);
    }
}
