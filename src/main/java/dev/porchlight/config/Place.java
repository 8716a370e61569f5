package dev.porchlight.config;

import java.nio.file.Path;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Where something stands: {@code porchlight.yaml:31:11}, or the name of an environment variable. */
record Place(String words, int line, int column) implements Comparable<Place> {
    static Place of(Path file, Node node) {
        return node.getStartMark().map(mark -> of(file, mark)).orElse(at(file, 1, 1));
    }

    static Place of(Path file, Mark mark) {
        return at(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    static Place in(Path file, String text, int offset) {
        int[] place = lineAndColumn(text, offset);
        return at(file, place[0], place[1]);
    }

    /** Counted from 1, a column a character. */
    static int[] lineAndColumn(String text, int offset) {
        String before = text.substring(0, offset);
        String line = before.substring(before.lastIndexOf('\n') + 1);
        return new int[] {
            1 + (int) before.chars().filter(c -> c == '\n').count(), 1 + line.codePointCount(0, line.length())
        };
    }

    static Place at(Path file, int line, int column) {
        return new Place(file + ":" + line + ":" + column, line, column);
    }

    static Place ofVariable(String name) {
        return new Place(name, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return words;
    }
}
