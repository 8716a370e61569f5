package dev.porchlight.webhook;

import java.util.Map;

/**
 * One request, before it is signed and sent.
 *
 * @param headers besides the usual ones, by name
 */
record Call(String method, Target target, Map<String, String> headers, Content content) {}
