package dev.porchlight.api;

import java.nio.file.Path;

/**
 * A finished file of a visit. It does not change while a delivery is under way; copy it, do not keep the path.
 *
 * @param role {@code photo}, {@code best}, {@code clip}, {@code mjpeg} (a clip as it was recorded, which few players know) or
 *     {@code log}
 * @param file where it is on this machine
 * @param contentType such as {@code image/jpeg}
 * @param size in bytes
 * @param sha256 64 lower-case hex digits
 */
public record Media(String role, Path file, String contentType, long size, String sha256) {}
