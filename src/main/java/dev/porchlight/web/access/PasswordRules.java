package dev.porchlight.web.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which passwords are too easy to guess. No rule asks for signs or digits: length is what counts (NIST SP 800-63B). */
final class PasswordRules {
    static final int MIN_LENGTH = 12;
    static final int MAX_LENGTH = 200;

    /** Shorter names say nothing: nobody is refused for an "a" in front of digits. */
    private static final int MIN_NAME = 3;

    private static final int LONGEST_REPEATED = 3;

    private final String house;

    PasswordRules(String house) {
        this.house = house;
    }

    /** One sentence that says what is wrong with it; empty if it is good. */
    Optional<String> problem(String password, String user) {
        int length = password.codePointCount(0, password.length());
        String letters = letters(password);
        if (length < MIN_LENGTH) {
            return Optional.of("This password has " + length + " characters; take at least " + MIN_LENGTH
                    + ", such as four words that have nothing to do with each other.");
        }
        if (length > MAX_LENGTH) {
            return Optional.of("This password has " + length + " characters; take at most " + MAX_LENGTH + ".");
        }
        if (isRepeated(password)) {
            return Optional.of("This password repeats the same few characters; take different words.");
        }
        if (isRun(password)) {
            return Optional.of("This password only counts up or down; take words instead.");
        }
        if (isName(letters, house)) {
            return Optional.of("This password is the name of the house; take words that nobody can read on the page.");
        }
        if (isName(letters, user)) {
            return Optional.of("This password is the user's name; take words that have nothing to do with it.");
        }
        if (letters.startsWith("porchlight")) {
            return Optional.of("This password begins with the name of this program; take other words.");
        }
        if (Known.BAD.contains(password.toLowerCase(Locale.ROOT)) || Known.BAD.contains(letters)) {
            return Optional.of("This password is on the list that burglars try first; take words of your own.");
        }
        return Optional.empty();
    }

    /** Small letters and digits only. */
    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** The name alone, twice, or with digits behind it. */
    private static boolean isName(String letters, String name) {
        String core = letters(name);
        String rest = letters.replace(core, "");
        return core.length() >= MIN_NAME && letters.contains(core) && rest.matches("[0-9]*");
    }

    private static boolean isRepeated(String password) {
        for (int unit = 1; unit <= LONGEST_REPEATED; unit++) {
            String first = password.substring(0, unit);
            if (first.repeat(password.length() / unit + 1).startsWith(password)) {
                return true;
            }
        }
        return false;
    }

    /** {@code 123456789012} or {@code zyxwvutsrqpo}: each sign beside the one before; behind 9 comes 0. */
    private static boolean isRun(String password) {
        return isRun(password, 1) || isRun(password, -1);
    }

    private static boolean isRun(String password, int step) {
        for (int i = 1; i < password.length(); i++) {
            char before = password.charAt(i - 1);
            char now = password.charAt(i);
            boolean isNext = now - before == step;
            boolean isRound = Character.isDigit(before) && Character.isDigit(now) && before - now == 9 * step;
            if (!isNext && !isRound) {
                return false;
            }
        }
        return true;
    }

    /** Read when the first password is chosen, which is seldom. */
    private static final class Known {
        static final Set<String> BAD = read();

        private static Set<String> read() {
            try (InputStream in = PasswordRules.class.getResourceAsStream("bad-passwords.txt");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
