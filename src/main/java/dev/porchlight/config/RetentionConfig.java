package dev.porchlight.config;

/**
 * How much is kept.
 *
 * @param days visits older than this are removed
 * @param clipsDays clips older than this are removed from their visits
 * @param maxSize of all media, in bytes
 * @param minFree what must stay free on the disk, in bytes
 */
public record RetentionConfig(int days, int clipsDays, long maxSize, long minFree) {}
