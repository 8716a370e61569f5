package dev.porchlight.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a disk is quick enough. */
class DiskLookTest {
    @TempDir
    private Path folder;

    private DiskLook look() throws Exception {
        return new DiskLook(ConfigFile.parse("data: " + folder, Path.of("p.yaml"), Map.of()));
    }

    private Finding judged(int syncMillis, double megabytes) throws Exception {
        return look().judge(new DiskSpeed(Duration.ofMillis(syncMillis), megabytes * 1e6));
    }

    @Test
    void aCardThatKeepsUpWorks() throws Exception {
        Finding finding = judged(4, 12);
        assertFalse(finding.isBroken(), finding.words());
        assertEquals("a photo is safe within some 16 ms; clips need 1.5 MB/s and have 12", finding.words());
    }

    @Test
    void aSlowOneIsSaid() throws Exception {
        assertTrue(judged(4, 2).isBroken(), "too little for 720p15");
        assertTrue(judged(400, 12).isBroken(), "too long until it is safe");
        assertTrue(judged(4, 2).remedy().contains("A1 or A2"));
    }

    @Test
    void measuringTakesPlaceOnTheDiskAndLeavesNothing() throws Exception {
        DiskSpeed speed = DiskSpeed.measure(folder);

        assertTrue(speed.sync().toNanos() > 0 && speed.bytesASecond() > 0, speed.toString());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void whereNothingCanBeWrittenThereIsASentence() throws Exception {
        Finding finding = new DiskLook(ConfigFile.parse("data: /proc/porch", Path.of("p.yaml"), Map.of()))
                .look()
                .get(0);
        assertEquals(Finding.open("disk speed", "not measured, since /proc has no room to write in"), finding);
    }
}
