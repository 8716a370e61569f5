package dev.porchlight.web.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything {@code access.json} holds; a change makes a new one.
 *
 * @param linkKey signs links; empty until the first change
 * @param linkGeneration raised to make every link given out so far worthless
 */
record AccessState(List<User> users, List<Session> sessions, List<Token> tokens, byte[] linkKey, long linkGeneration) {
    /** A session that was not seen for so long is over. */
    static final Duration IDLE_END = Duration.ofDays(30);

    /** More browsers than a family has; who has the most loses the one seen longest ago, so that nobody pushes others out. */
    static final int MAX_SESSIONS = 200;

    static final AccessState NOTHING = new AccessState(List.of(), List.of(), List.of(), new byte[0], 0);

    AccessState {
        users = List.copyOf(users);
        sessions = List.copyOf(sessions);
        tokens = List.copyOf(tokens);
    }

    Optional<User> user(String name) {
        return users.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** Adds it, in place of one of the same name. */
    AccessState withUser(User user) {
        List<User> all = without(users, other -> other.name().equals(user.name()));
        all.add(user);
        return new AccessState(all, sessions, tokens, linkKey, linkGeneration);
    }

    AccessState withoutUser(String name) {
        return new AccessState(
                without(users, user -> user.name().equals(name)), sessions, tokens, linkKey, linkGeneration);
    }

    AccessState withSessions(List<Session> all) {
        return new AccessState(users, all, tokens, linkKey, linkGeneration);
    }

    AccessState withSession(Session session) {
        List<Session> all = without(sessions, other -> other.hash().equals(session.hash()));
        while (all.size() >= MAX_SESSIONS) {
            Map<String, Long> counts =
                    all.stream().collect(Collectors.groupingBy(Session::user, Collectors.counting()));
            all.stream()
                    .max(Comparator.comparing((Session other) -> counts.get(other.user()))
                            .thenComparing(Session::seen, Comparator.reverseOrder()))
                    .ifPresent(all::remove);
        }
        all.add(session);
        return withSessions(all);
    }

    AccessState withoutSessions(Predicate<Session> ended) {
        return withSessions(without(sessions, ended));
    }

    AccessState withToken(Token token) {
        List<Token> all = new ArrayList<>(tokens);
        all.add(token);
        return new AccessState(users, sessions, all, linkKey, linkGeneration);
    }

    AccessState withoutToken(String name) {
        return new AccessState(
                users, sessions, without(tokens, token -> token.name().equals(name)), linkKey, linkGeneration);
    }

    AccessState withLinks(byte[] key, long generation) {
        return new AccessState(users, sessions, tokens, key, generation);
    }

    /** The session with this hash, if it is not over and its user is still there. */
    Optional<Session> session(String hash, Instant now) {
        return sessions.stream()
                .filter(session -> Secrets.same(session.hash(), hash))
                .filter(session -> !isOver(session, now))
                .filter(session -> user(session.user()).isPresent())
                .findFirst();
    }

    static boolean isOver(Session session, Instant now) {
        return Duration.between(session.seen(), now).compareTo(IDLE_END) >= 0;
    }

    private static <T> List<T> without(List<T> all, Predicate<T> gone) {
        List<T> left = new ArrayList<>(all);
        left.removeIf(gone);
        return left;
    }
}
