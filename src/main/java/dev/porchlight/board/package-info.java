/**
 * A serial line to readings. May import {@code config} and {@code api}. Start at {@code Board}.
 */
package dev.porchlight.board;
