package org.example.bell;

import dev.porchlight.api.Settings;
import dev.porchlight.api.SinkContract;
import dev.porchlight.api.SinkFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The rules that every sink holds to, at this one. */
class BellTest extends SinkContract {
    @Override
    protected SinkFactory factory() {
        return new BellFactory();
    }

    @Override
    protected Settings settings() {
        return new Settings(Map.of("words", "ding dong"));
    }

    @Override
    protected int arrived() throws IOException {
        Path book = context().folder().resolve("bell.txt");
        return Files.exists(book) ? Files.readAllLines(book).size() : 0;
    }
}
