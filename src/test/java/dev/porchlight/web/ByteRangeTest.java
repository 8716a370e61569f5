package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,     0-0",
        "bytes=0-99,    0-99",
        "bytes=10-,     10-99",
        "bytes=10-5000, 10-99",
        "bytes=-10,     90-99",
        "bytes=-5000,   0-99",
        "bytes=99-99,   99-99",
        "bytes=100-,    unsatisfiable",
        "bytes=-0,      unsatisfiable",
        // what need not be understood gives the whole file
        "bytes=5-2,     whole",
        "bytes=-,       whole",
        "'bytes=0-1,5-6', whole",
        "lines=0-1,     whole",
        "bytes=a-b,     whole",
        "bytes=99999999999999999999-, whole",
    })
    void ofAFileOfAHundredBytes(String header, String expected) {
        assertEquals(expected, words(ByteRange.of(header, 100)));
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-, unsatisfiable", "bytes=-1, unsatisfiable"})
    void ofAnEmptyFile(String header, String expected) {
        assertEquals(expected, words(ByteRange.of(header, 0)));
    }

    private static String words(Optional<ByteRange> range) {
        return range.map(r -> r.equals(ByteRange.UNSATISFIABLE) ? "unsatisfiable" : r.first() + "-" + r.last())
                .orElse("whole");
    }
}
