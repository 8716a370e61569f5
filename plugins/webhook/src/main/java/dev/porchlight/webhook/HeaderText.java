package dev.porchlight.webhook;

import dev.porchlight.kit.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Words as a header takes them: one line, and what is not ASCII encoded by RFC 2047, which ntfy and others read. */
final class HeaderText {
    /** An encoded word has at most 75 letters (RFC 2047, section 2), 12 of them around its base64. */
    private static final int MAX_BYTES = 45;

    private HeaderText() {}

    static String of(String text) {
        String line = Line.of(text);
        if (line.chars().allMatch(c -> c < 0x7F)) {
            return line;
        }
        List<String> words = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int bytes = 0;
        for (int code : line.codePoints().toArray()) {
            String letter = Character.toString(code);
            int more = letter.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > MAX_BYTES) {
                words.add(encoded(piece.toString()));
                piece.setLength(0);
                bytes = 0;
            }
            piece.append(letter);
            bytes += more;
        }
        words.add(encoded(piece.toString()));
        return String.join(" ", words);
    }

    private static String encoded(String piece) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(piece.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
