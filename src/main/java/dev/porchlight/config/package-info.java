/**
 * The YAML file as records, every mistake at once with line and column. May import {@code api}. Start at {@link
 * dev.porchlight.config.HouseConfig}.
 */
package dev.porchlight.config;
