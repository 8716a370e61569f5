package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A setting with words in braces, such as {@code {title}}, that are filled in for each alert. */
record Blanks(String text) {
    private static final Pattern WORD = Pattern.compile("\\{([^{}]*)\\}");

    /** @param key the setting it stands behind */
    static Blanks parse(String key, String text) throws SinkBrokenException {
        Matcher match = WORD.matcher(text);
        while (match.find()) {
            if (!Occasion.knows(match.group(1))) {
                throw new SinkBrokenException(
                        "'" + key + "' does not know {" + match.group(1) + "}; it " + Occasion.HELP);
            }
        }
        return new Blanks(text);
    }

    String fill(Occasion occasion) {
        return fill(occasion, value -> value);
    }

    /** What is filled in stays one piece of a path or query. */
    String fillUrl(Occasion occasion) {
        return fill(occasion, value -> URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20"));
    }

    private String fill(Occasion occasion, UnaryOperator<String> escape) {
        return WORD.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(escape.apply(occasion.word(match.group(1)))));
    }

    /** With the same in all blanks. */
    String fillAll(String value) {
        return WORD.matcher(text).replaceAll(Matcher.quoteReplacement(value));
    }
}
