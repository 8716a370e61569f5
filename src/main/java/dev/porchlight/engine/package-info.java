/**
 * Readings and frames to visits. May import {@code board}, {@code camera}, {@code library}, {@code config} and {@code
 * api}. Start at {@code VisitDetector}, which decides, and {@code Recorder}, which obeys.
 */
package dev.porchlight.engine;
