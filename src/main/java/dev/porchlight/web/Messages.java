package dev.porchlight.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every text of every page, as {@code webapp/messages.yaml} has them: each key in all languages, side by side. */
final class Messages {
    private static final String FILE = "webapp/messages.yaml";

    private final Map<Language, Words> words = new EnumMap<>(Language.class);

    Messages() {
        try (InputStream in = Messages.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in the jar");
            }
            Map<?, ?> all = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            Map<String, Pattern> sentences = sentences(texts(all, Language.EN));
            for (Language language : Language.values()) {
                words.put(language, new Words(language, texts(all, language), sentences));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(Map<?, ?> all, Language language) {
        Map<String, String> texts = new HashMap<>();
        all.forEach((key, sides) -> {
            Object text = ((Map<?, ?>) sides).get(language.tag());
            if (text == null) {
                throw new IllegalStateException(FILE + ": " + key + " has no " + language.tag());
            }
            texts.put(key.toString(), text.toString());
        });
        return texts;
    }

    /** Those whose key begins with {@code said.} are made elsewhere, in English. */
    private static Map<String, Pattern> sentences(Map<String, String> english) {
        Map<String, Pattern> sentences = new HashMap<>();
        english.forEach((key, text) -> {
            if (key.startsWith("said.")) {
                String pattern = "\\Q" + text.replaceAll("\\{[0-9]\\}", "\\\\E(.{1,200}?)\\\\Q") + "\\E";
                sentences.put(key, Pattern.compile(pattern));
            }
        });
        return sentences;
    }

    Words in(Language language) {
        return words.get(language);
    }
}
