package dev.porchlight.webhook;

/**
 * What one alert is to one address; an alert may be several.
 *
 * @param name tells it from the alert's others, across tries
 */
record Parcel(String name, Call call) {}
