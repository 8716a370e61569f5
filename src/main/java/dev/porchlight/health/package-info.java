/**
 * What is wrong, in words, and what just happened. Imports nothing of ours but {@code time}; everybody may import it.
 * Start at {@link dev.porchlight.health.Health}; {@link dev.porchlight.health.Feed} carries the news.
 */
package dev.porchlight.health;
