/**
 * All of Jetty: pages, API, media and news. Reads the library through its shelf. May import every room but {@code demo}
 * and {@code command}. Start at {@code WebServer}.
 */
package dev.porchlight.web;
