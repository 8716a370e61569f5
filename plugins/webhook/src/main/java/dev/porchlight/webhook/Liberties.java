package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What no template of an alert may use. FreeMarker cannot be told to forbid these: those that reach beyond the alert, and
 * those that keep or repeat text in memory, which no limit on what comes out holds back. Without them a template of
 * {@link #MOST_LETTERS} makes a few megabytes at worst, since it sees values of some thousand letters.
 */
final class Liberties {
    static final int MOST_LETTERS = 16_000;

    private static final Pattern BUILT_INS = Pattern.compile("\\?\\s*("
            + "new|api|eval|eval_json|evalJson|interpret|" // beyond the alert
            + "left_pad|leftPad|right_pad|rightPad|replace|join|" // longer text than was there
            + "js_string|jsString|json_string|jsonString|j_string|jString|" // likewise, and all is escaped already
            + "map|filter|sort|sort_by|sortBy|reverse|chunk|sequence|" // a list that may be of any length, kept
            + "matches|" // no interrupt ends it
            + "\\[#--|<#--" // would hide one of these
            + ")(?![A-Za-z_])");

    /** They keep text beside what comes out, or call themselves. */
    private static final Pattern DIRECTIVES =
            Pattern.compile("[\\[<]#\\s*(assign|local|global|macro|function|attempt)\\b");

    private Liberties() {}

    /** @param name the template's, for the sentence */
    static void refuse(String name, String source) throws SinkBrokenException {
        if (source.length() > MOST_LETTERS) {
            throw new SinkBrokenException(name + " has more than " + MOST_LETTERS + " letters; make it shorter");
        }
        Matcher builtIn = BUILT_INS.matcher(source);
        if (builtIn.find()) {
            throw refused(name, "?" + builtIn.group(1));
        }
        Matcher directive = DIRECTIVES.matcher(source);
        if (directive.find()) {
            throw refused(name, "[#" + directive.group(1));
        }
    }

    private static SinkBrokenException refused(String name, String what) {
        return new SinkBrokenException(name + " uses " + what + ", which no template of an alert may; take it out");
    }
}
