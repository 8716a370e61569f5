package dev.porchlight.web;

import dev.porchlight.doctor.Doctor;
import dev.porchlight.doctor.Examination;
import dev.porchlight.doctor.Finding;
import dev.porchlight.time.HouseClock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /doctor}: what the doctor found last, and a button that has the machine examined anew; {@code
 * /api/v1/examination} for programs. However many ask, one examination goes on, and none of them holds a thread.
 */
final class DoctorPage {
    private static final Logger log = LoggerFactory.getLogger(DoctorPage.class);

    /** An examination takes some 30 s at most; the command waits 40 s for the answer. */
    private static final long LIMIT_SECONDS = 35;

    /** What the doctor calls a part with a name. */
    private static final Map<String, String> PARTS =
            Map.of("board ", "first.board", "camera ", "first.camera", "sink ", "doctor.sink");

    private static final Map<String, String> THINGS = Map.of(
            "data folder", "doctor.data",
            "disk speed", "doctor.disk",
            "clock", "doctor.clock",
            "web port", "doctor.web",
            "https port", "doctor.https");

    private final Doctor doctor;
    private final HouseClock clock;
    private final ZoneId zone;
    private final Pages pages;

    DoctorPage(Doctor doctor, HouseClock clock, ZoneId zone, Pages pages) {
        this.doctor = doctor;
        this.clock = clock;
        this.zone = zone;
        this.pages = pages;
    }

    /** While it goes on the page comes again by itself, each time with more findings. */
    void show(Exchange exchange) throws IOException {
        Words words = pages.words(exchange.response());
        Map<String, Object> model = new HashMap<>();
        Optional<Examination> latest = doctor.latest();
        latest.ifPresent(examination -> {
            model.put("isOver", examination.isOver());
            model.put("broken", examination.broken());
            model.put("age", age(examination, words));
            model.put(
                    "findings",
                    examination.findings().stream()
                            .map(finding -> finding(finding, words))
                            .toList());
        });
        model.put("again", latest.isPresent() && !latest.get().isOver() ? "1" : "");
        pages.send(exchange, "doctor", model);
    }

    private String age(Examination examination, Words words) {
        Duration age = Duration.between(examination.at(), clock.now().wall());
        return age.compareTo(Duration.ofMinutes(1)) < 0
                ? words.say("doctor.just-now")
                : words.say(
                        "doctor.at", words.date("date.since", examination.at().atZone(zone)));
    }

    private static Map<String, Object> finding(Finding finding, Words words) {
        return Map.of(
                "name", name(finding.what(), words),
                "light", light(finding.state()),
                "stateWords", stateWords(finding.state(), words),
                "words", words.translate(finding.words()),
                "isCommand", finding.isCommand(),
                "remedy", finding.isCommand() ? finding.remedy() : words.translate(finding.remedy()));
    }

    /** As the style sheet calls it. */
    private static String light(Finding.State state) {
        return switch (state) {
            case WORKS -> "ok";
            case OPEN -> "open";
            case BROKEN -> "failed";
        };
    }

    private static String stateWords(Finding.State state, Words words) {
        return switch (state) {
            case WORKS -> words.say("doctor.works");
            case OPEN -> words.say("doctor.open");
            case BROKEN -> words.say("doctor.broken");
        };
    }

    /** {@code board door} and the like; what has no name in other languages keeps its own. */
    private static String name(String what, Words words) {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            if (what.startsWith(part.getKey())) {
                return words.say(part.getValue(), what.substring(part.getKey().length()));
            }
        }
        return THINGS.containsKey(what) ? words.say(THINGS.get(what)) : what;
    }

    void examine(Exchange exchange) {
        var unused = doctor.examine();
        exchange.seeOther("/doctor");
    }

    /** Answers when it is over, some 30 s later at the most. */
    void examineForPrograms(Exchange exchange) {
        HttpServletResponse response = exchange.response();
        AsyncContext waiting = exchange.request().startAsync();
        waiting.setTimeout(0);
        var unused = doctor.examine()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync(
                        (examination, failure) -> {
                            try {
                                if (failure == null) {
                                    Json.send(response, HttpServletResponse.SC_OK, examination::write);
                                } else {
                                    Json.sendError(
                                            response,
                                            HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                                            "the examination came to no end; porchlight stops, or its log says why");
                                }
                            } catch (IOException e) {
                                log.debug("whoever asked for an examination is gone", e);
                            } finally {
                                waiting.complete();
                            }
                        },
                        waiting::start);
    }
}
