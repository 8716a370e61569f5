/**
 * Visits on disk: the media files and their catalog. A visit is taken when its row is committed, and every file a row
 * names exists, complete. May import {@code config} and {@code api}. Start at {@code Library}.
 */
package dev.porchlight.library;
