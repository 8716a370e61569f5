package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The browsers that are signed in. Safe on every thread. */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    /** The last time seen is written no more often, so that looking writes next to nothing. */
    static final Duration WRITE_SEEN_EACH = Duration.ofHours(1);

    /** The wall clock runs off the monotonic one by less, unless somebody sets it. */
    private static final Duration JUMP = Duration.ofHours(1);

    private final AccessFile file;
    private final HouseClock clock;
    private final Secrets secrets;
    private final Executor later;
    private Moment last;

    /** @param later writes what nobody waits for */
    Sessions(AccessFile file, HouseClock clock, Secrets secrets, Executor later) {
        this.file = file;
        this.clock = clock;
        this.secrets = secrets;
        this.later = later;
        this.last = clock.now();
    }

    /** A new id, for the cookie; only its hash is kept. */
    String begin(User user, String browser, String address) throws IOException, InterruptedException {
        String id = secrets.fresh();
        Instant now = clock.now().wall();
        Session session = new Session(Secrets.hash(id), user.name(), now, now, browser, address);
        change(state -> state.withoutSessions(other -> isOver(other, now())).withSession(session));
        return id;
    }

    /** What a form must repeat to prove that it stood on a page of this session (OWASP, CSRF Prevention). */
    public static String csrfToken(String id) {
        return Secrets.hash("csrf\n" + id);
    }

    /** Who comes with this id, from here. */
    Optional<Pass> find(String id, String address) {
        followJumps();
        AccessState state = file.state();
        Optional<Session> session = state.session(Secrets.hash(id), now());
        session.filter(this::isSeenLongAgo).ifPresent(found -> later.execute(() -> seen(found, address)));
        return session.flatMap(found -> state.user(found.user())
                .map(user -> new Pass(found.hash(), user.name(), user.role().scopes(), session)));
    }

    /** Whether this user has a good session from this address. */
    boolean isKnown(String user, String address) {
        Instant now = now();
        return file.state().sessions().stream()
                .anyMatch(session ->
                        session.user().equals(user) && session.address().equals(address) && !isOver(session, now));
    }

    boolean isGood(String hash) {
        return file.state().session(hash, now()).isPresent();
    }

    /** A user's, the one seen last first. */
    public List<Session> list(String user) {
        Instant now = now();
        return file.state().sessions().stream()
                .filter(session -> session.user().equals(user) && !isOver(session, now))
                .sorted(Comparator.comparing(Session::seen).reversed())
                .toList();
    }

    /** Ends one of the user's own; does nothing if it is not there. */
    public void end(String user, String hash) throws IOException, InterruptedException {
        endThose(session -> session.user().equals(user) && session.hash().equals(hash));
    }

    /** Signs the user out everywhere. */
    public void endAll(String user) throws IOException, InterruptedException {
        endThose(session -> session.user().equals(user));
    }

    private void endThose(Predicate<Session> ended) throws IOException, InterruptedException {
        change(state -> state.sessions().stream().anyMatch(ended) ? state.withoutSessions(ended) : state);
    }

    private boolean isSeenLongAgo(Session session) {
        return Duration.between(session.seen(), clock.now().wall()).abs().compareTo(WRITE_SEEN_EACH) >= 0;
    }

    private void seen(Session session, String address) {
        try {
            change(state -> state.session(session.hash(), now())
                    .filter(this::isSeenLongAgo)
                    .map(found -> state.withSession(found.seenAt(clock.now().wall(), address)))
                    .orElse(state));
        } catch (IOException e) {
            log.debug("not written when a session was seen", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing ends by its age while the clock is not known to be right. */
    private Instant now() {
        return clock.isSet() ? clock.now().wall() : Instant.MIN;
    }

    private static boolean isOver(Session session, Instant now) {
        return AccessState.isOver(session, now);
    }

    /** A clock that is set while we run moves every session with it: nobody is signed out by a jump. */
    private void followJumps() {
        Moment now = clock.now();
        Duration jump;
        synchronized (this) {
            jump = Duration.between(last.wall(), now.wall()).minus(now.since(last));
            last = now;
        }
        if (jump.abs().compareTo(JUMP) < 0) {
            return;
        }
        log.info("the clock jumped by {} h; sessions go on", jump.toHours());
        try {
            change(state -> state.withSessions(state.sessions().stream()
                    .map(session -> session.seenAt(session.seen().plus(jump), session.address()))
                    .toList()));
        } catch (IOException e) {
            log.warn("the clock jumped, and that cannot be written: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(AccessFile.Change change) throws IOException, InterruptedException {
        try {
            file.change(change);
        } catch (RefusedException e) {
            throw new IllegalStateException("nobody refuses a session", e);
        }
    }
}
