package dev.porchlight.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code ${env:X}}, {@code ${file:/path}} and {@code ${credential:name}} inside a value; {@code $$} stands for a dollar. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(?:(\\$)|\\{([^}:]*):?([^}]*)\\})");
    private static final int MAX_SECRET = 64_000;

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether the value comes from elsewhere; then it is never shown. */
    static boolean isIn(String text) {
        return text.contains("${");
    }

    /** What the value is taken from, in words; empty if from nothing. */
    static String sources(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .filter(match -> match.group(1) == null)
                .map(match -> (match.group(2).equals("env") ? "environment" : match.group(2)) + " " + match.group(3))
                .collect(Collectors.joining(", "));
    }

    /** The files that a text with placeholders names. */
    static Set<String> files(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .filter(match ->
                        "file".equals(match.group(2)) && !match.group(3).isEmpty())
                .map(match -> match.group(3))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws IllegalArgumentException with what to do, never with a value */
    String fill(String text) {
        Matcher match = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (match.find()) {
            String value = match.group(1) != null ? "$" : value(match.group(2), match.group(3));
            match.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        int tail = filled.length();
        match.appendTail(filled);
        if (filled.indexOf("${", tail) >= 0) {
            throw new IllegalArgumentException("'${' is never closed; add the '}', or write $$ for a dollar");
        }
        return filled.toString();
    }

    private String value(String kind, String name) {
        return switch (name.isEmpty() ? "" : kind) {
            case "env" -> {
                String value = environment.get(name);
                if (value == null) {
                    throw new IllegalArgumentException("the environment has no variable " + name + "; set it");
                }
                yield value;
            }
            case "file" -> read(name, "the file " + name);
            case "credential" -> {
                String folder = environment.get("CREDENTIALS_DIRECTORY");
                if (folder == null || name.contains("/")) {
                    throw new IllegalArgumentException("there is no credential " + name
                            + "; give it to the unit with LoadCredential=" + name + ":/path");
                }
                yield read(folder + "/" + name, "the credential " + name);
            }
            default -> // ${x} may be a piece of a password, so it is not shown
                throw new IllegalArgumentException(
                        "${" + (name.isEmpty() ? "" : kind + ":") + "...} is not known; there is ${env:NAME},"
                                + " ${file:/path} and ${credential:name}, and $$ for a dollar");
        };
    }

    /** Without the line end that editors put behind a password. */
    private static String read(String path, String what) {
        try {
            return TextFile.read(Path.of(path), MAX_SECRET).stripTrailing();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    what + " is not there; make it, and let the user that runs porchlight read it", e);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(what + " has a name that no file can have; correct it", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + e.getMessage(), e);
        }
    }
}
