package dev.porchlight.plugin;

/** A plugin cannot be used; the message is one sentence for the owner. */
final class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    PluginException(String words) {
        super(words);
    }

    PluginException(String words, Throwable cause) {
        super(words, cause);
    }
}
