/**
 * Alerts by HTTP. A {@code Body} makes of an alert what is sent, {@code Exchange} sends it within the attempt's time,
 * {@code Verdict} says what the answer means. Start at {@code WebhookSink}.
 */
package dev.porchlight.webhook;
