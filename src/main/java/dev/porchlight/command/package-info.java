/**
 * The command line: one class a command. May import every room but {@code demo} and {@code web}. Start at {@code
 * Commands}.
 */
package dev.porchlight.command;
