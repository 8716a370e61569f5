/**
 * Everything a plugin author sees: a {@link dev.porchlight.api.SinkFactory} makes {@link dev.porchlight.api.Sink}s,
 * which are told {@link dev.porchlight.api.Alert}s. It imports the JDK and slf4j and nothing else, and what has entered
 * stays. Start reading at {@code SinkFactory}, then {@code Sink}.
 */
package dev.porchlight.api;
