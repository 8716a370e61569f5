package dev.porchlight;

import dev.porchlight.command.AccessDesk;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.RefusedException;
import dev.porchlight.web.access.Scope;
import dev.porchlight.web.access.Token;
import dev.porchlight.web.access.User;
import dev.porchlight.web.access.UserRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the command line does with the house's {@link Access}. */
final class FrontDesk implements AccessDesk {
    /** The first user's name, if nobody says another. */
    private static final String USUAL_NAME = "owner";

    private final Access access;

    private FrontDesk(Access access) {
        this.access = access;
    }

    static AccessDesk open(HouseConfig config) throws IOException {
        if (config.dataId().isEmpty()) {
            Files.createDirectories(config.data());
        }
        return new FrontDesk(Access.of(config, HouseClock.ofThisMachine()));
    }

    @Override
    public String setPassword(Optional<String> user, Optional<String> role, String password)
            throws IOException, InterruptedException {
        try {
            Optional<UserRole> known = role.flatMap(UserRole::parse);
            if (known.isEmpty() && role.isPresent()) {
                throw new IOException("a role is owner or viewer, not '" + role.get() + "'");
            }
            String name = user.isPresent() ? user.get() : onlyUser();
            return access.users().setPassword(name, known, password).toString();
        } catch (RefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String onlyUser() throws IOException {
        List<User> all = access.users().list();
        if (all.size() > 1) {
            throw new IOException("there are several users ("
                    + all.stream().map(User::name).collect(Collectors.joining(", ")) + "); say whose with --user NAME");
        }
        return all.isEmpty() ? USUAL_NAME : all.get(0).name();
    }

    @Override
    public String addToken(String name, boolean mayChange) throws IOException, InterruptedException {
        try {
            return access.tokens().add(name, mayChange ? Set.of(Scope.LOOK, Scope.CHANGE) : Set.of(Scope.LOOK));
        } catch (RefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public List<String> tokens() {
        return access.tokens().list().stream().map(FrontDesk::line).toList();
    }

    private static String line(Token token) {
        String scopes = token.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(" and "));
        return String.format("%-40s may %-16s since %s", token.name(), scopes, token.created());
    }

    @Override
    public void removeToken(String name) throws IOException, InterruptedException {
        try {
            access.tokens().remove(name);
        } catch (RefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
