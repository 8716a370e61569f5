package dev.porchlight.webhook;

import dev.porchlight.kit.FileName;
import java.time.ZoneId;

/** What is the same for all alerts. */
record House(String name, ZoneId zone, FileName fileName) {}
