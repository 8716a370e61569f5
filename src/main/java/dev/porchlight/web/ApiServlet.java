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
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/*} for programs: JSON in and out, and every refusal says in one sentence why. */
final class ApiServlet extends HttpServlet {
    private static final Logger log = LoggerFactory.getLogger(ApiServlet.class);
    private static final long serialVersionUID = 1;
    private static final int USUAL_LIMIT = 100;
    private static final int MAX_BODY = 4_096;

    private final transient VisitShelf shelf;
    private final transient HandTrigger byHand;
    private final transient HouseConfig config;
    private final transient Health health;

    ApiServlet(VisitShelf shelf, HandTrigger byHand, HouseConfig config, Health health) {
        this.shelf = shelf;
        this.byHand = byHand;
        this.config = config;
        this.health = health;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = String.valueOf(request.getPathInfo()).split("/", -1);
        try {
            route(request.getMethod(), path, request, response);
        } catch (IllegalArgumentException e) {
            Json.sendError(response, HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } catch (IOException e) {
            log.debug("the API could not answer {}", request.getRequestURI(), e);
            if (!response.isCommitted()) {
                response.reset();
                Json.sendError(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.getMessage());
            }
        }
    }

    private void route(String method, String[] path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        String what = path.length > 1 ? path[1] : "";
        if (what.equals("visits") && path.length == 2) {
            if (reads) {
                sendVisits(request, response);
            } else if (method.equals("POST")) {
                take(request, response);
            } else {
                refuse(response, method, "GET, POST");
            }
        } else if (what.equals("visits") && path.length == 3) {
            one(method, reads, path[2], request, response);
        } else if (what.equals("days") && path.length == 2 && reads) {
            sendDays(request, response);
        } else if (what.equals("status") && path.length == 2 && reads) {
            sendStatus(response);
        } else {
            Json.sendError(
                    response, HttpServletResponse.SC_NOT_FOUND, "there is nothing at " + request.getRequestURI());
        }
    }

    private static void refuse(HttpServletResponse response, String method, String allowed) throws IOException {
        response.setHeader("Allow", allowed);
        Json.sendError(
                response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, method + " is not for this; there is " + allowed);
    }

    private void sendVisits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        VisitPage page = shelf.page(QueryReader.of(request, USUAL_LIMIT));
        Json.send(response, HttpServletResponse.SC_OK, json -> {
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

    private void one(String method, boolean reads, String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<VisitId> known = VisitId.parse(id);
        Optional<Visit> found = known.isEmpty()
                ? Optional.empty()
                : shelf.find(known.get()).filter(visit -> visit.deletedAt().isEmpty());
        if (found.isEmpty()) {
            Json.sendError(response, HttpServletResponse.SC_NOT_FOUND, "there is no visit " + id);
        } else if (reads) {
            sendVisit(response, found.get());
        } else if (method.equals("PATCH")) {
            sendVisit(response, shelf.keep(found.get().id(), readKept(request)));
        } else {
            refuse(response, method, "GET, PATCH");
        }
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

    private void take(HttpServletRequest request, HttpServletResponse response) {
        ByHand.take(request, response, byHand, config, new ByHand.Answer() {
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

    private void sendDays(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<DayCount> days = shelf.days(Optional.ofNullable(request.getParameter("camera")));
        Json.send(response, HttpServletResponse.SC_OK, json -> {
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

    private void sendStatus(HttpServletResponse response) throws IOException {
        List<Condition> conditions = health.conditions();
        Json.send(response, HttpServletResponse.SC_OK, json -> {
            json.writeStartObject();
            json.writeStringField("name", config.name());
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
