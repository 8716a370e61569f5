package dev.porchlight.web;

import dev.porchlight.web.Exchange.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One address and method, with who may use it and what answers.
 *
 * @param address like {@code /visits/{id}/keep}: a place in braces stands for one part of the path, or for a part of it
 *     before a fixed ending ({@code {camera}.jpg})
 */
record Route(String method, String address, Right right, Answer answer) {
    /** What stands at the places in braces; empty if the path is not of this route. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = List.of(address.split("/", -1));
        List<String> given = List.of(path.split("/", -1));
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            int end = part.indexOf('}');
            if (!part.startsWith("{")) {
                if (!part.equals(given.get(i))) {
                    return Optional.empty();
                }
            } else {
                String ending = part.substring(end + 1);
                String value = given.get(i);
                if (!value.endsWith(ending) || value.length() == ending.length()) {
                    return Optional.empty();
                }
                found.put(part.substring(1, end), value.substring(0, value.length() - ending.length()));
            }
        }
        return Optional.of(found);
    }
}
