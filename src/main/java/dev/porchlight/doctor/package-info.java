/**
 * What of this machine works for the house, and the one line that mends what does not. Asked by the command {@code doctor}
 * and by the page of that name; may import {@code camera}, {@code library}, {@code delivery}, {@code plugin} and
 * {@code config}. Start at {@code Looks}, which lists what is looked at, then {@code Doctor}.
 */
package dev.porchlight.doctor;
