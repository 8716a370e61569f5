/**
 * Who may come in: users, sessions, tokens, signed links, the set-up code and the delays after wrong passwords. Knows
 * nothing of HTTP; imports {@code config} and {@code time} only. Start at {@code Access}.
 */
package dev.porchlight.web.access;
