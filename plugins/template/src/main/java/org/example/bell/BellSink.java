package org.example.bell;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes a line for each visit that begins. Put your far side in its place. */
final class BellSink implements Sink {
    private final Path book;
    private final String words;

    BellSink(Path book, String words) {
        this.book = book;
        this.words = words;
    }

    @Override
    public Receipt deliver(Alert alert, Attempt attempt) throws IOException {
        if (!alert.type().equals(Alert.VISIT_STARTED)) {
            return new Receipt("nothing is written for " + alert.type());
        }
        // The same alert may come again after a crash; its id tells.
        if (!written().stream().anyMatch(line -> line.startsWith(alert.id() + " "))) {
            Files.write(
                    book,
                    List.of(alert.id() + " " + words + ": " + alert.title()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return new Receipt(words);
    }

    private List<String> written() throws IOException {
        return Files.exists(book) ? Files.readAllLines(book) : List.of();
    }

    @Override
    public void close() {
        // nothing is held open between two alerts
    }
}
