package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDecoderTest {
    private final List<String> lines = new ArrayList<>();
    private final LineDecoder decoder = new LineDecoder(lines::add);

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(bytes, bytes.length);
    }

    @Test
    void aLineEndsHoweverItsSenderEndsIt() {
        feed("a\nb\r\nc\rd\n\n\r\n");

        assertEquals(List.of("a", "b", "c", "d"), lines);
    }

    @Test
    void aLineMayComeInPieces() {
        feed("Dist");
        feed("ance: 9");
        feed("8\r");

        assertEquals(List.of("Distance: 98"), lines);
    }

    @Test
    void aLineThatNeverEndsCostsNothingAndIsCountedOnce() {
        for (int i = 0; i < 100_000; i++) {
            feed("aaaaaaaaaa");
        }
        feed("\nb\n");

        assertEquals(List.of("b"), lines);
        assertEquals(1, decoder.refused());
    }

    @Test
    void sixtyFourCharactersAreALineAndOneMoreIsNot() {
        feed("x".repeat(64) + "\n" + "y".repeat(65) + "\n");

        assertEquals(List.of("x".repeat(64)), lines);
    }

    @Test
    void whatIsNotTextIsRefused() {
        feed("a\0b\nc\u00FFd\ne\tf\ngood\n");

        assertEquals(List.of("good"), lines);
        assertEquals(3, decoder.refused());
    }

    @Test
    void aMegabyteOfNoiseGivesNoLineOverTheBound() {
        byte[] noise = new byte[1_000_000];
        new Random(7).nextBytes(noise);

        decoder.feed(noise, noise.length);

        assertEquals(0, lines.stream().filter(line -> line.length() > 64).count());
    }
}
