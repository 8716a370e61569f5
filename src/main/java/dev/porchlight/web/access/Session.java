package dev.porchlight.web.access;

import java.time.Instant;

/**
 * One browser that is signed in.
 *
 * @param hash SHA-256 of its id: enough to name it by, not to come in with
 * @param seen the last time, exact to the hour
 * @param browser what the browser calls itself, cut
 * @param address where it was seen last
 */
public record Session(String hash, String user, Instant created, Instant seen, String browser, String address) {
    private static final int MAX_BROWSER = 200;
    private static final int MAX_ADDRESS = 60;

    public Session {
        browser = plain(browser, MAX_BROWSER);
        address = plain(address, MAX_ADDRESS);
    }

    private static String plain(String text, int max) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= max ? clean : clean.substring(0, max);
    }

    Session seenAt(Instant now, String where) {
        return new Session(hash, user, created, now, browser, where);
    }
}
