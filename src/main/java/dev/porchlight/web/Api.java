package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.engine.HandTrigger;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.library.DayCount;
import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitPage;
import dev.porchlight.library.VisitShelf;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/v1/*} for programs: JSON in and out, and every refusal says in one sentence why. */
final class Api {
    private static final int USUAL_LIMIT = 100;
    private static final int MAX_BODY = 4_096;

    private final VisitShelf shelf;
    private final HandTrigger byHand;
    private final Supplier<HouseConfig> house;
    private final Health health;

    Api(VisitShelf shelf, HandTrigger byHand, Supplier<HouseConfig> house, Health health) {
        this.shelf = shelf;
        this.byHand = byHand;
        this.house = house;
        this.health = health;
    }

    void visits(Exchange exchange) throws IOException {
        VisitPage page = shelf.page(QueryReader.of(exchange.request(), USUAL_LIMIT));
        Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("visits");
            for (Visit visit : page.visits()) {
                VisitJson.write(json, visit);
            }
            json.writeEndArray();
            if (page.next().isPresent()) {
                json.writeNumberField("next", page.next().getAsLong());
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        });
    }

    void visit(Exchange exchange) throws IOException {
        Optional<Visit> found = find(exchange);
        if (found.isPresent()) {
            sendVisit(exchange.response(), found.get());
        }
    }

    void change(Exchange exchange) throws IOException {
        Optional<Visit> found = find(exchange);
        if (found.isPresent()) {
            sendVisit(exchange.response(), shelf.keep(found.get().id(), readKept(exchange.request())));
        }
    }

    /** For a day it can be taken back, on the gallery's page or by {@code POST /visits/{id}/restore}. */
    void delete(Exchange exchange) throws IOException {
        Optional<Visit> found = find(exchange);
        if (found.isPresent()) {
            shelf.delete(found.get().id());
            exchange.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    /** The visit of the address; if there is none, that is answered. */
    private Optional<Visit> find(Exchange exchange) throws IOException {
        Optional<VisitId> id = VisitId.parse(exchange.path("id"));
        Optional<Visit> found = id.isEmpty()
                ? Optional.empty()
                : shelf.find(id.get()).filter(visit -> visit.deletedAt().isEmpty());
        if (found.isEmpty()) {
            Json.sendError(
                    exchange.response(), HttpServletResponse.SC_NOT_FOUND, "there is no visit " + exchange.path("id"));
        }
        return found;
    }

    private void sendVisit(HttpServletResponse response, Visit visit) throws IOException {
        List<ReadingRow> readings = shelf.readings(visit.id());
        Json.send(response, HttpServletResponse.SC_OK, json -> VisitJson.write(json, visit, readings));
    }

    /** {@code {"kept": true}} and nothing else. */
    private static boolean readKept(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new IllegalArgumentException("the body is far too long; send {\"kept\": true} or {\"kept\": false}");
        }
        try (JsonParser json = new JsonFactory().createParser(body)) {
            boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
            boolean isKept = isObject && "kept".equals(json.nextFieldName());
            JsonToken value = isKept ? json.nextToken() : JsonToken.VALUE_NULL;
            if (value.isBoolean() && json.nextToken() == JsonToken.END_OBJECT) {
                return value == JsonToken.VALUE_TRUE;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON; send {\"kept\": true} or {\"kept\": false}", e);
        }
        throw new IllegalArgumentException("send {\"kept\": true} or {\"kept\": false}");
    }

    void take(Exchange exchange) {
        ByHand.take(exchange.request(), exchange.response(), byHand, house.get(), new ByHand.Answer() {
            @Override
            public void taken(Visit visit, HttpServletResponse to) throws IOException {
                to.setHeader("Location", "/api/v1/visits/" + visit.id());
                Json.send(to, HttpServletResponse.SC_CREATED, json -> VisitJson.write(json, visit));
            }

            @Override
            public void failed(int status, String words, HttpServletResponse to) throws IOException {
                Json.sendError(to, status, words);
            }
        });
    }

    void days(Exchange exchange) throws IOException {
        List<DayCount> days = shelf.days(Optional.ofNullable(exchange.request().getParameter("camera")));
        Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("days");
            for (DayCount day : days) {
                json.writeStartObject();
                json.writeStringField("day", day.day().toString());
                json.writeNumberField("count", day.count());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    void status(Exchange exchange) throws IOException {
        List<Condition> conditions = health.conditions();
        Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> {
            json.writeStartObject();
            json.writeStringField("name", house.get().name());
            json.writeStringField(
                    "state",
                    conditions.stream()
                            .map(Condition::state)
                            .max(Enum::compareTo)
                            .orElse(Condition.State.OK)
                            .word());
            json.writeArrayFieldStart("parts");
            for (Condition condition : conditions) {
                json.writeStartObject();
                json.writeStringField("part", condition.part());
                json.writeStringField("state", condition.state().word());
                json.writeStringField("words", condition.words());
                json.writeStringField("since", condition.since().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
