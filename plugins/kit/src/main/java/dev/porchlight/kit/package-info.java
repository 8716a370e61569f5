/**
 * What several of the shipped sinks need, packed into each of them, since a plugin sees nothing of the others: names of
 * files, programs that are run, certificates that are believed, lines of text from outside. It imports the plugin API
 * only. No part of that API: a plugin of your own copies what it likes.
 */
package dev.porchlight.kit;
