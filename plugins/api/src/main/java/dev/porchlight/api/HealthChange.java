package dev.porchlight.api;

/**
 * A part of the system that began or ceased to work.
 *
 * @param part such as {@code camera door}
 * @param from the state before: {@code ok}, {@code warning} or {@code failed}
 * @param to the state now
 * @param words one sentence that says what is wrong and what to do
 */
public record HealthChange(String part, String from, String to, String words) {}
