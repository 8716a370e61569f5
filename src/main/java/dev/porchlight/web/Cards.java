package dev.porchlight.web;

import dev.porchlight.library.Visit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The card of each visit in the gallery, made once: it depends on nothing but the visit and the reader's language, and
 * most who open the gallery see the same newest ones. Safe on every thread.
 */
final class Cards {
    /** Some 1.5 kB each: the newest pages in three languages. */
    private static final int MOST_KEPT = 1_000;

    private final Pages pages;
    private final VisitViews views;
    private final Map<Key, Object> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** A visit that changed in anything is another one. */
    private record Key(Visit visit, Language language) {}

    Cards(Pages pages, VisitViews views) {
        this.pages = pages;
        this.views = views;
    }

    /** Markup, for a template. */
    Object of(Visit visit, Words words) throws IOException {
        Key key = new Key(visit, words.language());
        synchronized (kept) {
            Object card = kept.get(key);
            if (card != null) {
                return card;
            }
        }
        Object card = pages.markup("card", Map.of("visit", views.of(visit, words)), words);
        synchronized (kept) {
            kept.put(key, card);
        }
        return card;
    }
}
