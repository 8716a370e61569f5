package dev.porchlight.config;

/**
 * How much is kept.
 *
 * @param days visits older than this are removed
 * @param maxSize of all media, in bytes
 * @param minFree what must stay free on the disk, in bytes
 */
public record RetentionConfig(int days, long maxSize, long minFree) {}
