/**
 * What time it is, and whether anybody knows. Imports nothing of ours; everybody may import it. Start at {@link
 * dev.porchlight.time.HouseClock}.
 */
package dev.porchlight.time;
