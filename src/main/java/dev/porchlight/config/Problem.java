package dev.porchlight.config;

/** One mistake in the configuration, and where it stands. */
record Problem(Place place, String words) {
    @Override
    public String toString() {
        return place + ": " + words;
    }
}
