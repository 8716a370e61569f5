package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What programs come in with. Safe on every thread. */
public final class Tokens {
    private static final int MOST = 100;

    private final AccessFile file;
    private final HouseClock clock;
    private final Secrets secrets;

    Tokens(AccessFile file, HouseClock clock, Secrets secrets) {
        this.file = file;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** Makes one; its secret is in the answer and nowhere else. */
    public String add(String name, Set<Scope> scopes) throws IOException, RefusedException, InterruptedException {
        String secret = "porch_" + secrets.fresh();
        Token token;
        try {
            token = new Token(
                    name, Secrets.hash(secret), scopes, clock.now().wall().truncatedTo(ChronoUnit.SECONDS));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(sentence(e));
        }
        file.change(state -> {
            if (state.tokens().stream().anyMatch(other -> other.name().equals(name))) {
                throw new RefusedException(
                        "There is a token '" + name + "' already; remove it first, or choose another name.");
            }
            if (state.tokens().size() >= MOST) {
                throw new RefusedException("There are " + MOST + " tokens; remove those that nobody uses.");
            }
            return state.withToken(token);
        });
        return secret;
    }

    static String sentence(IllegalArgumentException e) {
        String words = String.valueOf(e.getMessage());
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /** In the order they were made. */
    public List<Token> list() {
        return file.state().tokens();
    }

    public void remove(String name) throws IOException, RefusedException, InterruptedException {
        file.change(state -> {
            AccessState left = state.withoutToken(name);
            if (left.tokens().size() == state.tokens().size()) {
                throw new RefusedException("There is no token '" + name + "'; porchlight token list shows them.");
            }
            return left;
        });
    }

    /** Who comes with this secret. Every hash is compared to its end, so that the time tells nothing. */
    Optional<Pass> find(String secret) {
        String hash = Secrets.hash(secret);
        Optional<Pass> found = Optional.empty();
        for (Token token : file.state().tokens()) {
            if (Secrets.same(token.hash(), hash)) {
                found = Optional.of(new Pass(hash, token.name(), token.scopes(), Optional.empty()));
            }
        }
        return found;
    }
}
