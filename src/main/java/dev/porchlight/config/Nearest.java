package dev.porchlight.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word a mistyped one was probably meant to be. */
final class Nearest {
    /** What is longer is no mistyped word. */
    private static final int MAX_LENGTH = 60;

    private Nearest() {}

    /** {@code ; did you mean 'port'?}, or nothing when no known word is near. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    private static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int far = Math.min(Math.max(2, word.length() / 3), word.length() / 2);
        return known.stream()
                .filter(k -> distance(word, k) <= far)
                .min(Comparator.comparingInt(k -> distance(word, k)));
    }

    /** How many letters must be changed, added or removed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
