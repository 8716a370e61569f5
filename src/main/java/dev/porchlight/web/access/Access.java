package dev.porchlight.web.access;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of the house: who may come in, by a password, a session, a token or a signed link. The web asks it at each
 * request; the commands beside a running host ask their own, over the same file. Safe on every thread.
 */
public final class Access implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Access.class);

    private static final String SET_UP = "the set-up code";
    private static final int NOTES_WAITING = 16;
    private static final long TICK_SECONDS = 1;

    private final AccessFile file;
    private final Users users;
    private final Sessions sessions;
    private final Tokens tokens;
    private final HostToken hostToken;
    private final SignedLinks links;
    private final SetUp setUp;
    private final Delays delays;
    private final Map<Object, Watch> watches = new ConcurrentHashMap<>();
    private String toldCode = "";
    private volatile Thread ticker;

    private record Watch(Pass pass, Runnable then) {}

    /** Who knocks: where from, and what the browser calls itself. */
    public record Caller(String address, String browser) {}

    Access(HouseConfig config, HouseClock clock, Passwords passwords, Executor later) {
        Secrets secrets = new Secrets();
        this.file = new AccessFile(config.data(), config.dataId(), clock, this::endWatches);
        this.users = new Users(file, passwords, new PasswordRules(config.name()));
        this.sessions = new Sessions(file, clock, secrets, later);
        this.tokens = new Tokens(file, clock, secrets);
        this.hostToken = new HostToken(secrets);
        this.links = new SignedLinks(file, clock, secrets);
        this.setUp = new SetUp(users::isAny, clock, secrets);
        this.delays = new Delays(clock);
    }

    /** Over {@code access.json} in the house's data folder, which need not be there yet. */
    public static Access of(HouseConfig config, HouseClock clock) {
        // When the disk stalls, the note that a session was seen is what can be left out.
        ThreadPoolExecutor notes = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(NOTES_WAITING),
                daemon("access-notes"),
                new ThreadPoolExecutor.DiscardPolicy());
        notes.allowCoreThreadTimeOut(true);
        return new Access(config, clock, new Passwords(), notes);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * From now on, streams end with their pass, and each new set-up code is told while there is no user.
     *
     * @param onCode is given the code, on the thread {@code access}; {@link SetUp#text} makes words of it
     */
    public void start(Consumer<String> onCode) {
        ticker = daemon("access").newThread(() -> tickUntilClosed(onCode));
        ticker.start();
    }

    private void tickUntilClosed(Consumer<String> onCode) {
        try {
            while (true) {
                tick(onCode);
                TimeUnit.SECONDS.sleep(TICK_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What happens each second; writes nothing. */
    void tick(Consumer<String> onCode) {
        endWatches();
        String code = setUp.code().orElse("");
        if (!code.isEmpty() && !code.equals(toldCode)) {
            onCode.accept(code);
        }
        toldCode = code;
    }

    /** Whether there is somebody who can sign in; until then only {@code /setup} answers. */
    public boolean isSetUp() {
        return users.isAny();
    }

    /** One sentence about a damaged file, for {@link SetUp#text}. */
    public Optional<String> setAside() {
        return file.setAside();
    }

    /**
     * Signs in.
     *
     * @return the id for the cookie; always a new one
     * @throws RefusedException wrong, or too often wrong, in one sentence that does not say which names there are
     * @throws IOException with a sentence: the disk is away
     */
    public String signIn(Caller from, String name, String password)
            throws IOException, RefusedException, InterruptedException {
        String account = User.nameOf(name);
        Optional<User> user = attempt(from, account, () -> users.check(name, password));
        if (user.isEmpty()) {
            log.warn("a sign-in from {} was refused: wrong name or password", from.address());
            throw new RefusedException("The name or the password is wrong.");
        }
        return sessions.begin(user.get(), from.browser(), from.address());
    }

    /** Makes the first user, an owner, and signs in. The code is worth nothing afterwards. */
    public String setUp(Caller from, String code, String name, String password)
            throws IOException, RefusedException, InterruptedException {
        Optional<String> good = attempt(from, SET_UP, () -> Optional.of(code).filter(setUp::isCode));
        if (good.isEmpty()) {
            log.warn("a set-up from {} was refused: wrong code", from.address());
            throw new RefusedException(
                    users.isAny()
                            ? "This house is set up already; sign in."
                            : "This is not the code; the newest one stands in porchlight's log, and is good for an hour.");
        }
        return sessions.begin(users.first(name, password), from.browser(), from.address());
    }

    /**
     * Changes one's own password; every session of the user ends, and this browser gets a new one.
     *
     * @return the new id for the cookie
     */
    public String changePassword(Caller from, Pass pass, String old, String fresh)
            throws IOException, RefusedException, InterruptedException {
        if (attempt(from, pass.name(), () -> users.check(pass.name(), old)).isEmpty()) {
            throw new RefusedException("The old password is wrong.");
        }
        User user = users.setPassword(pass.name(), Optional.empty(), fresh);
        return sessions.begin(user, from.browser(), from.address());
    }

    private interface Try<T> {
        Optional<T> once() throws IOException, RefusedException, InterruptedException;
    }

    private <T> Optional<T> attempt(Caller from, String account, Try<T> what)
            throws IOException, RefusedException, InterruptedException {
        Delays.Attempt attempt = new Delays.Attempt(from.address(), account, sessions.isKnown(account, from.address()));
        delays.begin(attempt);
        boolean isDecided = false;
        try {
            Optional<T> result = what.once();
            isDecided = true;
            if (result.isPresent()) {
                delays.succeeded(attempt);
            }
            return result;
        } finally {
            if (!isDecided) {
                delays.undo(attempt);
            }
        }
    }

    /** Who comes with this cookie; an unknown one is no failure that delays anybody. */
    public Optional<Pass> bySession(String id, String address) {
        return sessions.find(id, address);
    }

    /** Who comes with this Bearer token, or Basic password. */
    public Optional<Pass> byToken(String secret) {
        return tokens.find(secret);
    }

    /** Runs {@code then} once, when the session or the token has ended; run the answer when the stream ends by itself. */
    public Runnable whenEnded(Pass pass, Runnable then) {
        Object key = new Object();
        watches.put(key, new Watch(pass, then));
        return () -> watches.remove(key);
    }

    private void endWatches() {
        watches.forEach((key, watch) -> {
            if (!isGood(watch.pass()) && watches.remove(key) != null) {
                end(watch);
            }
        });
    }

    /** One that cannot be ended must keep no other from it. */
    private static void end(Watch watch) {
        try {
            watch.then().run();
        } catch (RuntimeException e) {
            log.error(
                    "a mistake in porchlight while it ended what {} looked at",
                    watch.pass().name(),
                    e);
        }
    }

    private boolean isGood(Pass pass) {
        return pass.session().isPresent()
                ? sessions.isGood(pass.hash())
                : hostToken.isOf(pass.hash())
                        || tokens.list().stream().anyMatch(token -> token.hash().equals(pass.hash()));
    }

    public Users users() {
        return users;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Tokens tokens() {
        return tokens;
    }

    /** For the commands of this machine. */
    public HostToken hostToken() {
        return hostToken;
    }

    public SignedLinks links() {
        return links;
    }

    public SetUp setUp() {
        return setUp;
    }

    @Override
    public void close() {
        Optional.ofNullable(ticker).ifPresent(Thread::interrupt);
    }
}
