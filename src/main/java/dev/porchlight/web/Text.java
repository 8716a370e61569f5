package dev.porchlight.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places for values, {@code {0}} to {@code {9}}, taken apart once: a page says some three hundred. */
final class Text {
    private static final Pattern PLACE = Pattern.compile("\\{([0-9])\\}");

    /** One more than there are places; between two of them stands the value of a place. */
    private final List<String> parts = new ArrayList<>();

    private final List<Integer> places = new ArrayList<>();

    Text(String text) {
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            parts.add(text.substring(from, place.start()));
            places.add(Integer.valueOf(place.group(1)));
            from = place.end();
        }
        parts.add(text.substring(from));
    }

    /** @param value what stands at a place */
    String with(IntFunction<String> value) {
        if (places.isEmpty()) {
            return parts.get(0);
        }
        StringBuilder text = new StringBuilder(parts.get(0));
        for (int i = 0; i < places.size(); i++) {
            text.append(value.apply(places.get(i))).append(parts.get(i + 1));
        }
        return text.toString();
    }
}
