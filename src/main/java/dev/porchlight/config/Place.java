package dev.porchlight.config;

import java.nio.file.Path;
import org.snakeyaml.engine.v2.nodes.Node;

/** Where something stands: {@code porchlight.yaml:31:11}, or the name of an environment variable. */
record Place(String words, int line, int column) implements Comparable<Place> {
    static Place of(Path file, Node node) {
        return node.getStartMark()
                .map(mark -> at(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(at(file, 1, 1));
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
