package dev.porchlight.config;

import java.util.List;

/**
 * One key as the reader of its section asks for it: what schema and reference are made from.
 *
 * @param expected what may stand there, in words; empty for a section
 * @param words the only ones there are; empty if it is no choice
 * @param min of a number
 * @param max of a number
 * @param otherwise the default as it would be written; empty if there is none
 */
record Declared(Shape shape, String expected, List<String> words, int min, int max, String otherwise) {
    /** What stands behind the key. */
    enum Shape {
        SECTION,
        SECTIONS,
        VALUE,
        NUMBER,
        FLAG,
        CHOICE,
        LIST
    }

    static Declared of(Shape shape, String expected, String otherwise) {
        return new Declared(shape, expected, List.of(), 0, 0, otherwise);
    }
}
