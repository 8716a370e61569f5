package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private final Complaints complaints = new Complaints("rpicam-vid");

    private void say(String words) {
        complaints.drain(new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theLast20LinesAreKept() {
        say(IntStream.rangeClosed(1, 100_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));

        List<String> expected = IntStream.rangeClosed(99_981, 100_000)
                .mapToObj(i -> "line " + i)
                .toList();
        assertEquals(expected, complaints.lines());
    }

    @Test
    void aLineWithoutEndIsCutAt500Characters() {
        say("x".repeat(2_000_000));

        assertEquals(List.of("x".repeat(500)), complaints.lines());
    }

    @Test
    void theMarksBeforeALineAndItsColoursAreNotQuoted() {
        say(
                "[0:01:02.345678] [1234] \u001b[1;31mERROR \u001b[0mV4L2 v4l2_device.cpp: Camera frontend has timed out!\n");
        assertEquals(Optional.of("ERROR V4L2 v4l2_device.cpp: Camera frontend has timed out!"), complaints.last());

        say("[video4linux2,v4l2 @ 0x55d5c0] ioctl(VIDIOC_DQBUF): No such device\n");
        assertEquals(Optional.of("ioctl(VIDIOC_DQBUF): No such device"), complaints.last());

        say("[only a mark]\n");
        assertEquals(Optional.of("[only a mark]"), complaints.last());
    }
}
