package dev.porchlight.email;

import dev.porchlight.kit.Line;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far one delivery got, across tries and restarts: who has the mail, who can never have it, and how much of it was
 * too much. Written as the delivery's memo, where addresses stand as hashes.
 */
final class Progress {
    /** Forty of them fit into a memo of 4,096 bytes. */
    private static final int MAX_WORDS = 60;

    private static final int HASH_LENGTH = 12;

    private final Map<String, String> refusals = new TreeMap<>();
    private final Map<String, String> served = new TreeMap<>();
    private Fit most = Fit.CLIP;

    static Progress read(Optional<String> memo) {
        Progress progress = new Progress();
        for (String line : memo.orElse("").split("\n", -1)) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals("refused")) {
                progress.refusals.put(words[1], words[2]);
            } else if (words.length == 3 && words[0].equals("served")) {
                progress.served.put(words[1], words[2]);
            } else if (words.length == 2 && words[0].equals("fit")) {
                progress.most = Fit.valueOf(words[1]);
            }
        }
        return progress;
    }

    String memo() {
        StringBuilder memo = new StringBuilder("fit " + most);
        served.forEach(
                (who, words) -> memo.append("\nserved ").append(who).append(' ').append(words));
        refusals.forEach((who, words) ->
                memo.append("\nrefused ").append(who).append(' ').append(words));
        return memo.toString();
    }

    /** Those who neither have the mail nor can never have it. */
    List<InternetAddress> open(List<InternetAddress> all) {
        return all.stream()
                .filter(who -> !served.containsKey(key(who)) && !refusals.containsKey(key(who)))
                .toList();
    }

    /** What the server said of those who can never have it, with their addresses. */
    List<String> refusals(List<InternetAddress> all) {
        return all.stream()
                .filter(who -> refusals.containsKey(key(who)))
                .map(who -> who.getAddress() + ": " + refusals.get(key(who)))
                .toList();
    }

    boolean servedAny() {
        return !served.isEmpty();
    }

    /** The server's words when it last took the mail. */
    String lastWords() {
        return served.values().stream().findFirst().orElse("");
    }

    void served(InternetAddress who, String words) {
        served.put(key(who), shortened(words));
    }

    void refused(InternetAddress who, String words) {
        refusals.put(key(who), shortened(words));
    }

    Fit most() {
        return most;
    }

    void atMost(Fit fit) {
        most = fit;
    }

    private static String shortened(String words) {
        String plain = Line.of(words).replaceAll("[^ -~]", "?");
        return plain.substring(0, Math.min(MAX_WORDS, plain.length()));
    }

    private static String key(InternetAddress who) {
        byte[] address = who.getAddress().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(address);
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
