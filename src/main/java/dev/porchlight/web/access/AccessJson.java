package dev.porchlight.web.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How {@link AccessState} is written in {@code access.json}. */
final class AccessJson {
    /** A greater one is of a newer porchlight and not touched. */
    static final int FORMAT = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private AccessJson() {}

    /** Whole and well-formed, but written by a newer porchlight. */
    static final class NewerFormatException extends IOException {
        private static final long serialVersionUID = 1;

        NewerFormatException() {
            super("access.json was written by a newer porchlight; install that one again");
        }
    }

    static byte[] write(AccessState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeArrayFieldStart("users");
            for (User user : state.users()) {
                write(json, "name", user.name(), "role", user.role().word(), "password", user.password());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("sessions");
            for (Session session : state.sessions()) {
                write(
                        json,
                        "hash",
                        session.hash(),
                        "user",
                        session.user(),
                        "created",
                        session.created().toString(),
                        "seen",
                        session.seen().toString(),
                        "browser",
                        session.browser(),
                        "address",
                        session.address());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("tokens");
            for (Token token : state.tokens()) {
                String scopes = String.join(
                        " ", token.scopes().stream().map(Scope::word).sorted().toList());
                String created = token.created().toString();
                write(json, "name", token.name(), "hash", token.hash(), "scopes", scopes, "created", created);
            }
            json.writeEndArray();
            json.writeStringField("link_key", Base64.getEncoder().encodeToString(state.linkKey()));
            json.writeNumberField("link_generation", state.linkGeneration());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String... namesAndValues) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
        }
        json.writeEndObject();
    }

    /** @throws IOException if it is no such file: cut off, of another shape, or newer */
    static AccessState read(byte[] bytes) throws IOException {
        Map<String, String> values = new HashMap<>();
        Map<String, List<Map<String, String>>> lists = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    lists.put(name, list(json));
                } else {
                    values.put(name, value(json));
                }
            }
            expect(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            return state(values, lists);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("access.json holds what it cannot hold", e);
        }
    }

    private static List<Map<String, String>> list(JsonParser json) throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> one = new HashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                one.put(name, value(json));
            }
            all.add(one);
        }
        expect(json.currentToken() == JsonToken.END_ARRAY);
        return all;
    }

    private static String value(JsonParser json) throws IOException {
        expect(json.currentToken() != null && json.currentToken().isScalarValue());
        return json.getText();
    }

    private static AccessState state(Map<String, String> values, Map<String, List<Map<String, String>>> lists)
            throws IOException {
        long format = Long.parseLong(of(values, "format"));
        if (format > FORMAT) {
            throw new NewerFormatException();
        }
        List<User> users = new ArrayList<>();
        for (Map<String, String> user : of(lists, "users")) {
            users.add(new User(of(user, "name"), known(UserRole.parse(of(user, "role"))), of(user, "password")));
        }
        List<Session> sessions = new ArrayList<>();
        for (Map<String, String> session : of(lists, "sessions")) {
            sessions.add(new Session(
                    of(session, "hash"),
                    of(session, "user"),
                    Instant.parse(of(session, "created")),
                    Instant.parse(of(session, "seen")),
                    of(session, "browser"),
                    of(session, "address")));
        }
        List<Token> tokens = new ArrayList<>();
        for (Map<String, String> token : of(lists, "tokens")) {
            Set<Scope> scopes = EnumSet.noneOf(Scope.class);
            for (String word : of(token, "scopes").split(" ", -1)) {
                scopes.add(known(Scope.parse(word)));
            }
            tokens.add(new Token(of(token, "name"), of(token, "hash"), scopes, Instant.parse(of(token, "created"))));
        }
        return new AccessState(
                users,
                sessions,
                tokens,
                Base64.getDecoder().decode(of(values, "link_key")),
                Long.parseLong(of(values, "link_generation")));
    }

    private static <T> T of(Map<String, T> values, String name) throws IOException {
        expect(values.containsKey(name));
        return values.get(name);
    }

    private static <T> T known(Optional<T> word) throws IOException {
        expect(word.isPresent());
        return word.orElseThrow();
    }

    private static void expect(boolean isSo) throws IOException {
        if (!isSo) {
            throw new IOException("access.json is not what porchlight writes");
        }
    }
}
