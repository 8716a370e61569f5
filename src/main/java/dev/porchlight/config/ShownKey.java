package dev.porchlight.config;

/**
 * One key of the configuration as it holds now.
 *
 * @param name its whole name, such as {@code web.port} or {@code boards[1].baud}
 * @param value as it would be written in the file; secrets are masked
 * @param origin where the value came from: {@code default}, {@code porchlight.yaml:7:9}, {@code PORCHLIGHT_WEB_PORT}, {@code flag --set web.port}, and behind a place of the file the credential, file or variable it
 *     names
 */
public record ShownKey(String name, String value, String origin) {
    private static final String MASK = "(secret)";
    private static final String NOT_SET = "(not set)";
    private static final String DEFAULT = "default";

    static ShownKey written(String name, Written written) {
        return written(name, written.isSecret() ? MASK : Written.open(written.text()), written);
    }

    static ShownKey written(String name, String value, Written written) {
        return new ShownKey(
                name, value, written.place() + (written.from().isEmpty() ? "" : " (" + written.from() + ")"));
    }

    /** @param value as it would be written; empty if there is none */
    static ShownKey byDefault(String name, String value) {
        return new ShownKey(name, value.isEmpty() ? NOT_SET : value, DEFAULT);
    }

    boolean isDefault() {
        return origin.equals(DEFAULT);
    }
}
