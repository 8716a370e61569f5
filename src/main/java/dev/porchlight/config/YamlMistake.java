package dev.porchlight.config;

import java.util.Arrays;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What to do about a mistake in the YAML itself; never shows the text, for a password may stand there. */
enum YamlMistake {
    TAB("TAB", "a tab stands here; indent with spaces"),
    FIRST_SIGN("cannot start any token", "no value begins with this sign; put the value in quotes"),
    ALIAS(
            "undefined alias",
            "a value that begins with '*' points to one marked with '&', and there is none; put it in quotes"),
    TAG("while scanning a tag", "a value that begins with '!' must be in quotes"),
    TAG_HANDLE("undefined tag handle", "a value that begins with '!' must be in quotes"),
    ESCAPE("escape", "in double quotes a backslash must be written twice; or use single quotes"),
    QUOTE("while scanning a quoted scalar", "this quote is never closed; close it", true),
    COLON(
            "mapping values are not allowed",
            "here is a ':' too many; look at the indentation and the line before, or put the value in quotes"),
    NO_COLON("could not find expected ':'", "this line has no ':' behind its key; write 'key: value'", true),
    OPEN("<stream end>", "this bracket is never closed; close it", true),
    COMMA("expected ',' or", "a ',' or a closing bracket is missing before this; add it"),
    INDENTATION("expected <block end>", "this line is indented otherwise than those it belongs to; line them up"),
    DASH("sequence entries are not allowed", "a '-' cannot stand here; begin the list on a line of its own"),
    NO_VALUE("expected the node content", "a value is missing before this; write it, or remove what is too much"),
    AFTER_END("expected '<document start>'", "nothing may follow '...'; remove that line"),
    OTHER("", "this cannot be read; compare it with porchlight.example.yaml, or put the value in quotes");

    private final String sign;
    private final String words;
    private final boolean isTheBeginning;

    YamlMistake(String sign, String words) {
        this(sign, words, false);
    }

    YamlMistake(String sign, String words, boolean isTheBeginning) {
        this.sign = sign;
        this.words = words;
        this.isTheBeginning = isTheBeginning;
    }

    static String words(MarkedYamlEngineException e) {
        return of(e).words;
    }

    /** Whether the place to look at is where the thing began, not where it was found wrong. */
    static boolean isTheBeginning(MarkedYamlEngineException e) {
        return of(e).isTheBeginning && e.getContextMark().isPresent();
    }

    private static YamlMistake of(MarkedYamlEngineException e) {
        String said = e.getContext() + " " + e.getProblem();
        return Arrays.stream(values())
                .filter(mistake -> said.contains(mistake.sign))
                .findFirst()
                .orElse(OTHER);
    }
}
