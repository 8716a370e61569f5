package dev.porchlight.config;

import java.time.ZoneId;
import java.util.OptionalDouble;

/** Where the house stands: days are days in its time zone. Latitude and longitude in degrees, for sunset. */
public record HomeConfig(ZoneId timeZone, OptionalDouble latitude, OptionalDouble longitude) {}
