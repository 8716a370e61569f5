package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links that open one thing without a login until a time: a file ({@code /media/{id}/photo.jpg?until=&sig=}), or a visit's
 * page together with that visit's own files. The signature covers the path, the time and a generation that is raised to
 * revoke every link at once. Safe on every thread.
 */
public final class SignedLinks {
    /** How long a link is good if nobody says otherwise. */
    public static final Duration USUAL = Duration.ofDays(7);

    static final Duration LONGEST = Duration.ofDays(366);

    private static final int KEY_BYTES = 32;
    private static final Pattern UNTIL = Pattern.compile("[0-9]{1,12}");
    private static final Pattern OF_A_VISIT =
            Pattern.compile("/(?:visits/([0-9A-Za-z]{1,40})|media/([0-9A-Za-z]{1,40})/[a-z0-9.]{1,40})");

    private final AccessFile file;
    private final HouseClock clock;
    private final Secrets secrets;

    SignedLinks(AccessFile file, HouseClock clock, Secrets secrets) {
        this.file = file;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** What a link opens. */
    public enum Verdict {
        /** It opens this path. */
        GOOD,
        /** It was good once. */
        OVER,
        /** Not ours, not for this path, or revoked. */
        WRONG
    }

    /**
     * {@code until=...&sig=...} that opens this one path.
     *
     * @param path decoded, without a query
     * @throws IOException with a sentence, if the key must be made and the disk is away
     */
    public String file(String path, Duration good) throws IOException, InterruptedException {
        return sign("file", path, good);
    }

    /** {@code until=...&sig=...} that opens {@code /visits/{id}} and every {@code /media/{id}/...}. */
    public String visit(String id, Duration good) throws IOException, InterruptedException {
        return sign("visit", id, good);
    }

    private String sign(String kind, String what, Duration good) throws IOException, InterruptedException {
        if (good.isNegative() || good.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a link is good for " + LONGEST.toDays() + " days at most");
        }
        AccessState state = keyed();
        long until = clock.now().wall().plus(good).getEpochSecond();
        return "until=" + until + "&sig=" + signature(state, kind, what, until);
    }

    private AccessState keyed() throws IOException, InterruptedException {
        AccessState state = file.state();
        return state.linkKey().length > 0 ? state : update(0);
    }

    private AccessState update(int generations) throws IOException, InterruptedException {
        try {
            return file.change(state -> {
                boolean hasKey = state.linkKey().length > 0;
                return hasKey && generations == 0
                        ? state
                        : state.withLinks(
                                hasKey ? state.linkKey() : secrets.bytes(KEY_BYTES),
                                state.linkGeneration() + generations);
            });
        } catch (RefusedException e) {
            throw new IllegalStateException("nobody refuses a key", e);
        }
    }

    /** Every link given out so far opens nothing any more. */
    public void revokeAll() throws IOException, InterruptedException {
        update(1);
    }

    /** What the two parameters of a request are worth for its path. */
    public Verdict check(String path, Optional<String> until, Optional<String> sig) {
        AccessState state = file.state();
        if (state.linkKey().length == 0
                || sig.isEmpty()
                || until.filter(text -> UNTIL.matcher(text).matches()).isEmpty()) {
            return Verdict.WRONG;
        }
        long end = Long.parseLong(until.get());
        Matcher visit = OF_A_VISIT.matcher(path);
        boolean isOurs = Secrets.same(signature(state, "file", path, end), sig.get());
        if (!isOurs && visit.matches()) {
            String id = visit.group(1) == null ? visit.group(2) : visit.group(1);
            isOurs = Secrets.same(signature(state, "visit", id, end), sig.get());
        }
        if (!isOurs) {
            return Verdict.WRONG;
        }
        return clock.now().wall().isBefore(Instant.ofEpochSecond(end)) ? Verdict.GOOD : Verdict.OVER;
    }

    /** No field can hold the line feed that parts them: what is signed has one reading. */
    private static String signature(AccessState state, String kind, String what, long until) {
        if (what.indexOf('\n') >= 0) {
            return "";
        }
        return Secrets.sign(state.linkKey(), kind + "\n" + state.linkGeneration() + "\n" + until + "\n" + what);
    }
}
