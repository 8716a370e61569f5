package dev.porchlight.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language the pages speak. */
enum Language {
    EN("en"),
    DE("de"),
    ES("es");

    private final String tag;
    private final Locale locale;

    Language(String tag) {
        this.tag = tag;
        this.locale = Locale.forLanguageTag(tag);
    }

    /** As it is written in {@code lang} and in the file of texts. */
    String tag() {
        return tag;
    }

    Locale locale() {
        return locale;
    }

    static Language of(Locale locale) {
        return known(locale).orElse(EN);
    }

    /** The first the browser asks for that we speak, else English. */
    static Language of(HttpServletRequest request) {
        List<Locale> asked =
                request.getHeader("Accept-Language") == null ? List.of() : Collections.list(request.getLocales());
        return asked.stream()
                .flatMap(locale -> known(locale).stream())
                .findFirst()
                .orElse(EN);
    }

    private static Optional<Language> known(Locale locale) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(locale.getLanguage()))
                .findFirst();
    }
}
