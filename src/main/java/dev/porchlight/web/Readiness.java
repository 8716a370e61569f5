package dev.porchlight.web;

import dev.porchlight.health.Condition;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Health;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * For whoever watches the house with a program: 200 and {@code ready} while no part has failed, else 503 and {@code not
 * ready}. With {@code ?verbose} every part follows with its words. A warning is no failure. It is behind the login, since
 * the words name sinks and disks; {@code /livez} is for those without.
 */
final class Readiness {
    private final Health health;

    Readiness(Health health) {
        this.health = health;
    }

    void say(Exchange exchange) throws IOException {
        List<Condition> parts = health.conditions();
        boolean isReady = parts.stream().noneMatch(part -> part.state() == State.FAILED);
        StringBuilder text = new StringBuilder(isReady ? "ready\n" : "not ready\n");
        if (exchange.request().getParameter("verbose") != null) {
            parts.forEach(part -> text.append(part.state().word() + " " + part.part() + ": "
                    + part.words().replace('\n', ' ') + "\n"));
        }
        exchange.response().setStatus(isReady ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        send(exchange, text.toString());
    }

    /** Anybody is told that the house lives, and nothing else. */
    static void sayAlive(Exchange exchange) throws IOException {
        send(exchange, "ok\n");
    }

    private static void send(Exchange exchange, String text) throws IOException {
        exchange.response().setContentType("text/plain;charset=utf-8");
        exchange.response().setHeader("Cache-Control", "no-store");
        exchange.response().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
