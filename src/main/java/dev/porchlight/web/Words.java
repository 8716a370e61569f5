package dev.porchlight.web;

import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of the pages in one language, and its way to write numbers and days. Safe on every thread. */
final class Words {
    private final Language language;
    private final Map<String, Text> texts = new HashMap<>();
    private final Map<String, Pattern> sentences;
    private final NumberFormat numbers;

    /** By the key of its pattern. */
    private final Map<String, DateTimeFormatter> dates = new ConcurrentHashMap<>();

    /** @param sentences what a sentence made elsewhere is like in English, by its key */
    Words(Language language, Map<String, String> texts, Map<String, Pattern> sentences) {
        this.language = language;
        this.sentences = new LinkedHashMap<>();
        sentences.entrySet().stream()
                .sorted(Comparator.comparing(
                        known -> -known.getValue().pattern().length()))
                .forEach(known -> this.sentences.put(known.getKey(), known.getValue()));
        texts.forEach((key, text) -> this.texts.put(key, new Text(text)));
        this.numbers = NumberFormat.getNumberInstance(language.locale());
        numbers.setMaximumFractionDigits(1);
    }

    Language language() {
        return language;
    }

    Set<String> keys() {
        return texts.keySet();
    }

    /**
     * The text of the key with the values put at {@code {0}}, {@code {1}}. If the first value is 1 and there is a key
     * ending in {@code .one}, that one.
     */
    String say(String key, Object... values) {
        boolean isOne = values.length > 0 && values[0] instanceof Number n && n.doubleValue() == 1;
        Text text = texts.get(isOne && texts.containsKey(key + ".one") ? key + ".one" : key);
        if (text == null) {
            throw new IllegalStateException("messages.yaml has no " + key);
        }
        return text.with(place -> write(values[place]));
    }

    /**
     * A sentence made elsewhere, in this language: its English text is the key, as in GNU gettext. One that no text is
     * like stays as it is; of several the longest is meant.
     */
    String translate(String english) {
        for (Map.Entry<String, Pattern> known : sentences.entrySet()) {
            Matcher match = known.getValue().matcher(english);
            if (match.matches()) {
                Object[] values = new Object[match.groupCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = match.group(i + 1);
                }
                return say(known.getKey(), values);
            }
        }
        return english;
    }

    private String write(Object value) {
        return value instanceof Number number ? number(number) : String.valueOf(value);
    }

    /** {@code 1,234.5}, {@code 1.234,5}: at most one decimal. */
    String number(Number value) {
        return ((NumberFormat) numbers.clone()).format(value); // it is not safe on two threads
    }

    /** Written by the pattern of the key, the first letter large, since it stands alone. */
    String date(String patternKey, TemporalAccessor time) {
        String text = dates.computeIfAbsent(patternKey, key -> DateTimeFormatter.ofPattern(say(key), language.locale()))
                .format(time);
        return text.substring(0, 1).toUpperCase(language.locale()) + text.substring(1);
    }

    /** {@code 85 cm} or {@code 1.9 m}. */
    String distance(int mm) {
        return mm < 1_000 ? say("unit.cm", mm / 10) : say("unit.m", mm / 1_000.0);
    }
}
