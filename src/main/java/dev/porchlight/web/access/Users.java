package dev.porchlight.web.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The people with a name and a password. Safe on every thread. */
public final class Users {
    private final AccessFile file;
    private final Passwords passwords;
    private final PasswordRules rules;

    Users(AccessFile file, Passwords passwords, PasswordRules rules) {
        this.file = file;
        this.passwords = passwords;
        this.rules = rules;
    }

    public List<User> list() {
        return file.state().users();
    }

    boolean isAny() {
        return !file.state().users().isEmpty();
    }

    /** The user, if the password is right. It costs the same whether there is such a user or not. */
    Optional<User> check(String typedName, String password) throws IOException, RefusedException, InterruptedException {
        Optional<User> user = file.state().user(User.nameOf(typedName));
        boolean isRight = password.length() <= 2 * PasswordRules.MAX_LENGTH
                && passwords.isRight(password, user.map(User::password));
        if (isRight && passwords.isOutdated(user.orElseThrow().password())) {
            return Optional.of(rehash(user.get(), password));
        }
        return isRight ? user : Optional.empty();
    }

    private User rehash(User user, String password) throws IOException, RefusedException, InterruptedException {
        User fresh = new User(user.name(), user.role(), passwords.hash(password));
        file.change(state -> state.user(user.name()).filter(user::equals).isPresent() ? state.withUser(fresh) : state);
        return fresh;
    }

    /** The first one, an owner; refused if there is one already. */
    User first(String typedName, String password) throws IOException, RefusedException, InterruptedException {
        User user = checked(typedName, UserRole.OWNER, password);
        file.change(state -> {
            if (!state.users().isEmpty()) {
                throw new RefusedException("This house is set up already; sign in.");
            }
            return state.withUser(user);
        });
        return user;
    }

    /**
     * Gives a user a new password and signs them out everywhere; makes the user if there is none of that name.
     *
     * @param role empty: as it was; of a new one owner for the first, viewer for the others
     */
    public User setPassword(String typedName, Optional<UserRole> role, String password)
            throws IOException, RefusedException, InterruptedException {
        User checked = checked(typedName, role.orElse(UserRole.VIEWER), password);
        AccessState after = file.change(state -> {
            UserRole usual = state.users().isEmpty() ? UserRole.OWNER : UserRole.VIEWER;
            UserRole was = state.user(checked.name()).map(User::role).orElse(usual);
            return withAnOwner(state.withUser(new User(checked.name(), role.orElse(was), checked.password()))
                    .withoutSessions(session -> session.user().equals(checked.name())));
        });
        return after.user(checked.name()).orElseThrow();
    }

    /** Takes a user away, with every session. */
    public void remove(String name) throws IOException, RefusedException, InterruptedException {
        file.change(state -> {
            if (state.user(name).isEmpty()) {
                throw new RefusedException("There is no such user.");
            }
            return withAnOwner(state.withoutUser(name)
                    .withoutSessions(session -> session.user().equals(name)));
        });
    }

    private static AccessState withAnOwner(AccessState state) throws RefusedException {
        if (state.users().stream().noneMatch(user -> user.role() == UserRole.OWNER)) {
            throw new RefusedException("There must be an owner; make another user one first.");
        }
        return state;
    }

    private User checked(String typedName, UserRole role, String password)
            throws RefusedException, InterruptedException {
        String name = User.nameOf(typedName);
        User user;
        try {
            user = new User(name, role, "");
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Tokens.sentence(e));
        }
        Optional<String> problem = rules.problem(password, name);
        if (problem.isPresent()) {
            throw new RefusedException(problem.get());
        }
        return new User(user.name(), role, passwords.hash(password));
    }
}
