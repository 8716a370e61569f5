/**
 * A supervised camera process to frames. May import {@code config} and {@code api}. Start at {@code Camera}.
 */
package dev.porchlight.camera;
