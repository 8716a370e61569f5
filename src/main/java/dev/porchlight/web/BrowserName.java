package dev.porchlight.web;

import java.util.List;
import java.util.Optional;

/** What people call the browser behind a {@code User-Agent}: {@code Firefox, Android}. */
final class BrowserName {
    /** The first that is in it counts: nearly all say Safari and Chrome too. */
    private static final List<List<String>> BROWSERS = List.of(
            List.of("Edg", "Edge"),
            List.of("OPR", "Opera"),
            List.of("SamsungBrowser", "Samsung Internet"),
            List.of("Firefox", "Firefox"),
            List.of("FxiOS", "Firefox"),
            List.of("Chrom", "Chrome"),
            List.of("CriOS", "Chrome"),
            List.of("Safari", "Safari"));

    private static final List<List<String>> MACHINES = List.of(
            List.of("Android", "Android"),
            List.of("iPhone", "iPhone"),
            List.of("iPad", "iPad"),
            List.of("Windows", "Windows"),
            List.of("Mac OS", "Mac"),
            List.of("Linux", "Linux"));

    private BrowserName() {}

    static String of(String userAgent, Words words) {
        Optional<String> browser = find(BROWSERS, userAgent);
        Optional<String> machine = find(MACHINES, userAgent);
        return browser.map(name -> machine.map(on -> name + ", " + on).orElse(name))
                .orElseGet(() -> words.say("settings.some-program"));
    }

    private static Optional<String> find(List<List<String>> names, String userAgent) {
        return names.stream()
                .filter(pair -> userAgent.contains(pair.get(0)))
                .map(pair -> pair.get(1))
                .findFirst();
    }
}
