package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.porchlight.library.SensorLog;
import dev.porchlight.library.SensorMinute;
import dev.porchlight.time.HouseClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code GET /api/v1/readings}: the sensor log of some days, as JSON or, with {@code format=csv} or {@code Accept:
 * text/csv}, for a spreadsheet. It is sent a day at a time, so that a year of it needs no memory.
 */
final class ReadingsAnswer {
    static final int MOST_DAYS = 400;
    private static final int MOST = 8;
    private static final int MOST_PER_ADDRESS = 4;

    private final SensorLog sensorLog;
    private final HouseClock clock;
    private final ZoneId zone;
    private final Seats seats = new Seats(MOST, MOST_PER_ADDRESS, "sensor logs");

    ReadingsAnswer(SensorLog sensorLog, HouseClock clock, ZoneId zone) {
        this.sensorLog = sensorLog;
        this.clock = clock;
        this.zone = zone;
    }

    void send(Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        LocalDate today = LocalDate.ofInstant(clock.now().wall(), zone);
        LocalDate to = QueryReader.day(request, "to").orElse(today);
        LocalDate from = QueryReader.day(request, "from").orElse(to);
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw new IllegalArgumentException("from must be before to, and at most " + MOST_DAYS + " days before it");
        }
        Optional<String> board = Optional.ofNullable(request.getParameter("board"));
        boolean isCsv = wantsCsv(request);
        HttpServletResponse response = exchange.response();
        response.setHeader("Cache-Control", "no-cache");
        response.setContentType(isCsv ? "text/csv;charset=utf-8" : "application/json");
        if (isCsv) {
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"porchlight-readings-" + from + (from.equals(to) ? "" : "-" + to)
                            + ".csv\"");
        }
        if (exchange.isHead()) {
            return;
        }
        String address = request.getRemoteAddr();
        Optional<String> full = seats.take(address);
        if (full.isPresent()) {
            Json.sendError(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, full.get());
            return;
        }
        Download.begin(
                exchange, new DaysOfText(from, to, day -> text(day, board, isCsv), !isCsv), () -> seats.leave(address));
    }

    private static boolean wantsCsv(HttpServletRequest request) {
        String format = request.getParameter("format");
        if (format == null) {
            return String.valueOf(request.getHeader("Accept")).contains("text/csv");
        }
        if (!format.matches("csv|json")) {
            throw new IllegalArgumentException("format must be csv or json");
        }
        return format.equals("csv");
    }

    private String text(LocalDate day, Optional<String> board, boolean isCsv) throws IOException {
        List<SensorMinute> rows = sensorLog.day(day).stream()
                .filter(row -> board.isEmpty() || row.board().equals(board.get()))
                .toList();
        return isCsv ? csv(rows) : json(rows);
    }

    private String csv(List<SensorMinute> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(sensorLog.line(row)));
        return text.toString();
    }

    /** The objects of a list, with commas between them. */
    private static String json(List<SensorMinute> rows) {
        StringWriter text = new StringWriter();
        for (SensorMinute row : rows) {
            if (text.getBuffer().length() > 0) {
                text.write(",");
            }
            try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                write(json, row);
            } catch (IOException e) {
                throw new UncheckedIOException("a string takes everything", e);
            }
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, SensorMinute row) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", row.minute().toString());
        json.writeStringField("board", row.board());
        json.writeFieldName("motion_s");
        json.writeNumber(String.format(Locale.ROOT, "%.1f", row.motionSeconds()));
        writeNumber(json, "least_mm", row.leastMm());
        writeNumber(json, "median_mm", row.medianMm());
        json.writeNumberField("bad_lines", row.badLines());
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, String name, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.getAsInt());
        } else {
            json.writeNullField(name);
        }
    }

    private interface TextOfDay {
        String of(LocalDate day) throws IOException;
    }

    /** Some days, one after the other, with what stands before and behind them. */
    private static final class DaysOfText implements Pieces {
        private final LocalDate to;
        private final TextOfDay text;
        private final boolean isJson;
        private LocalDate next;
        private boolean isFirst = true;
        private boolean isEnded;
        private byte[] ready;
        private int sent;

        DaysOfText(LocalDate from, LocalDate to, TextOfDay text, boolean isJson) {
            this.next = from;
            this.to = to;
            this.text = text;
            this.isJson = isJson;
            this.ready = (isJson ? "{\"readings\":[" : SensorLog.HEADER).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int next(byte[] piece) throws IOException {
            while (sent == ready.length) {
                if (isEnded) {
                    return -1;
                }
                ready = following().getBytes(StandardCharsets.UTF_8);
                sent = 0;
            }
            int count = Math.min(piece.length, ready.length - sent);
            System.arraycopy(ready, sent, piece, 0, count);
            sent += count;
            return count;
        }

        private String following() throws IOException {
            if (next.isAfter(to)) {
                isEnded = true;
                return isJson ? "]}\n" : "";
            }
            String day = text.of(next);
            next = next.plusDays(1);
            String between = isJson && !isFirst && !day.isEmpty() ? "," : "";
            isFirst &= day.isEmpty();
            return between + day;
        }

        @Override
        public void close() {
            ready = new byte[0];
        }
    }
}
