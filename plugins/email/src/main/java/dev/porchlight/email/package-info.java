/**
 * Alerts by e-mail. {@code Letters} puts an alert into a message, {@code Exchange} hands it to the server within the
 * attempt's time, {@code Complaint} puts what goes wrong into the owner's words. Start at {@code EmailSink}.
 */
package dev.porchlight.email;
