/**
 * Alerts to sinks: the catalog's deliveries, one lane and one thread a sink, tried again until they are paid or given up
 * with a reason. May import {@code library}, {@code plugin}, {@code config} and {@code api}. Start at {@code Outbox}.
 */
package dev.porchlight.delivery;
