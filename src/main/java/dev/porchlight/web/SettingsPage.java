package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Pass;
import dev.porchlight.web.access.RefusedException;
import dev.porchlight.web.access.Scope;
import dev.porchlight.web.access.Session;
import dev.porchlight.web.access.Token;
import dev.porchlight.web.access.User;
import dev.porchlight.web.access.UserRole;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /settings}: one's password and browsers; for owners also who else may come in. */
final class SettingsPage {
    private static final int BAD_REQUEST = 400;

    private final Access access;
    private final HouseConfig config;
    private final Pages pages;

    SettingsPage(Access access, HouseConfig config, Pages pages) {
        this.access = access;
        this.config = config;
        this.pages = pages;
    }

    void show(Exchange exchange) throws IOException {
        Map<String, Object> more = new HashMap<>();
        Optional.ofNullable(exchange.request().getParameter("done"))
                .filter(done -> done.matches("[a-z]{1,20}"))
                .map(done -> "settings.done-" + done)
                .filter(pages.words(exchange.response()).keys()::contains)
                .ifPresent(
                        key -> more.put("done", pages.words(exchange.response()).say(key)));
        send(exchange, more);
    }

    private void send(Exchange exchange, Map<String, Object> model) throws IOException {
        Words words = pages.words(exchange.response());
        Pass me = exchange.who().pass().orElseThrow();
        boolean isOwner = exchange.who().may(Right.MANAGE);
        model.put("isOwner", isOwner);
        model.put("userRole", words.say(isOwner ? "settings.owner" : "settings.viewer"));
        model.put(
                "browsers",
                access.sessions().list(me.name()).stream()
                        .map(session -> browser(session, me, words))
                        .toList());
        if (isOwner) {
            model.put(
                    "users",
                    access.users().list().stream()
                            .map(user -> user(user, me, words))
                            .toList());
            model.put(
                    "tokens",
                    access.tokens().list().stream()
                            .map(token -> token(token, words))
                            .toList());
        }
        pages.send(exchange, "settings", model);
    }

    private Map<String, Object> browser(Session session, Pass me, Words words) {
        return Map.of(
                "hash", session.hash(),
                "name", BrowserName.of(session.browser(), words),
                "address", session.address(),
                "seen", date(session.seen(), words),
                "isThis", session.hash().equals(me.hash()));
    }

    private static Map<String, Object> user(User user, Pass me, Words words) {
        return Map.of(
                "name", user.name(),
                "role", words.say(user.role() == UserRole.OWNER ? "settings.owner" : "settings.viewer"),
                "isMe", user.name().equals(me.name()));
    }

    private Map<String, Object> token(Token token, Words words) {
        boolean mayChange = token.scopes().contains(Scope.CHANGE);
        return Map.of(
                "name", token.name(),
                "may", words.say(mayChange ? "settings.may-change" : "settings.may-look"),
                "since", date(token.created(), words));
    }

    private String date(Instant at, Words words) {
        return words.date("date.since", at.atZone(config.home().timeZone()));
    }

    void changePassword(Exchange exchange) throws IOException {
        change(exchange, "password", () -> {
            Pass me = exchange.who().pass().orElseThrow();
            String password = SignInPages.chosenPassword(exchange);
            Entrance.remember(
                    exchange,
                    access.changePassword(
                            SignInPages.caller(exchange.request()), me, SignInPages.field(exchange, "old"), password));
        });
    }

    void endSession(Exchange exchange) throws IOException {
        change(exchange, "session", () -> access.sessions()
                .end(exchange.who().pass().orElseThrow().name(), SignInPages.field(exchange, "session")));
    }

    void signOutEverywhere(Exchange exchange) throws IOException {
        attempt(exchange, () -> {
            access.sessions().endAll(exchange.who().pass().orElseThrow().name());
            SignInPages.leave(exchange);
        });
    }

    void setUser(Exchange exchange) throws IOException {
        change(exchange, "user", () -> {
            String name = SignInPages.field(exchange, "name");
            if (User.nameOf(name).equals(exchange.who().pass().orElseThrow().name())) {
                throw new RefusedException("This is you; change your own password with the old one, above.");
            }
            access.users()
                    .setPassword(
                            name,
                            UserRole.parse(SignInPages.field(exchange, "role")),
                            SignInPages.chosenPassword(exchange));
        });
    }

    void removeUser(Exchange exchange) throws IOException {
        change(exchange, "removed", () -> {
            String name = SignInPages.field(exchange, "name");
            if (name.equals(exchange.who().pass().orElseThrow().name())) {
                throw new RefusedException("This is you; another owner can remove you.");
            }
            access.users().remove(name);
        });
    }

    /** Its secret is on the answer and nowhere else, so this one page is not come back to. */
    void addToken(Exchange exchange) throws IOException {
        attempt(exchange, () -> {
            boolean mayChange = !SignInPages.field(exchange, "change").isEmpty();
            String secret = access.tokens()
                    .add(
                            SignInPages.field(exchange, "name"),
                            mayChange ? Set.of(Scope.LOOK, Scope.CHANGE) : Set.of(Scope.LOOK));
            Map<String, Object> model = new HashMap<>();
            model.put("secret", secret);
            send(exchange, model);
            exchange.response().setHeader("Cache-Control", "no-store");
        });
    }

    void removeToken(Exchange exchange) throws IOException {
        change(exchange, "token", () -> access.tokens().remove(SignInPages.field(exchange, "name")));
    }

    void revokeLinks(Exchange exchange) throws IOException {
        change(exchange, "links", () -> access.links().revokeAll());
    }

    private void change(Exchange exchange, String done, SignInPages.Step step) throws IOException {
        attempt(exchange, () -> {
            step.take();
            exchange.seeOther("/settings?done=" + done);
        });
    }

    private void attempt(Exchange exchange, SignInPages.Step step) throws IOException {
        SignInPages.attempt(exchange, BAD_REQUEST, step, refused -> {
            Map<String, Object> model = new HashMap<>();
            model.put("refused", pages.words(exchange.response()).translate(refused.getMessage()));
            send(exchange, model);
        });
    }
}
