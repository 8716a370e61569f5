package dev.porchlight.web.access;

import java.util.Locale;

/**
 * A person with a name and a password.
 *
 * @param password its hash, see {@link Passwords}; never shown
 */
public record User(String name, UserRole role, String password) {
    /** Also the length that a name from outside is cut to. */
    static final int MAX_NAME = 40;

    public User {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0," + (MAX_NAME - 1) + "}")) {
            throw new IllegalArgumentException(
                    "a user's name is letters, digits, dots and hyphens, at most " + MAX_NAME + "; choose another");
        }
    }

    /** As people type it: big letters and spaces around it mean nothing. */
    public static String nameOf(String typed) {
        String name = typed.strip().toLowerCase(Locale.ROOT);
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    @Override
    public String toString() {
        return role.word() + " " + name;
    }
}
