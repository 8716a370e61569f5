/**
 * A simulated board and camera that tell one story together: both ask the same {@code Story} what is going on. May import
 * {@code board}, {@code camera} and {@code api}. Start at {@code Story}.
 */
package dev.porchlight.demo;
