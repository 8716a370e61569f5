package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing to put        | nothing to put
            {0}                   | <0>
            {1} before {0}, {0}   | <1> before <0>, <0>
            a{0}{1}b              | a<0><1>b
            $1 {0} \\ {x} {10} {  | $1 <0> \\ {x} {10} {
            """)
    void valuesStandAtTheirPlacesAndTheRestStaysAsItIs(String text, String said) {
        assertEquals(said, new Text(text).with(place -> "<" + place + ">"));
    }
}
