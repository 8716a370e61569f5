package dev.porchlight.library;

import java.time.LocalDate;

/** How many visits one day has. */
public record DayCount(LocalDate day, int count) {}
