package dev.porchlight.webhook;

import dev.porchlight.api.Media;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of one request: words from memory and whole files, one after the other. A file is read when it is needed, so a
 * clip never lies in memory.
 *
 * @param type the content type; empty for no bytes at all
 */
record Content(Optional<String> type, List<Piece> pieces) {
    private static final int CHUNK = 1 << 16;

    static final Content NONE = new Content(Optional.empty(), List.of());

    Content {
        pieces = List.copyOf(pieces);
    }

    static Content of(String type, String words) {
        return new Content(Optional.of(type), List.of(new Words(words.getBytes(StandardCharsets.UTF_8))));
    }

    static Content of(Media media) {
        return new Content(Optional.of(media.contentType()), List.of(new Whole(media)));
    }

    /** A run of bytes. */
    sealed interface Piece permits Words, Whole {
        BodyPublisher publisher() throws FileNotFoundException;

        void feed(Taker taker) throws IOException;
    }

    /** Takes bytes as they come, such as a signature being made. */
    interface Taker {
        void take(byte[] bytes, int from, int length);
    }

    record Words(byte[] bytes) implements Piece {
        @Override
        public BodyPublisher publisher() {
            return BodyPublishers.ofByteArray(bytes);
        }

        @Override
        public void feed(Taker taker) {
            taker.take(bytes, 0, bytes.length);
        }
    }

    record Whole(Media media) implements Piece {
        @Override
        public BodyPublisher publisher() throws FileNotFoundException {
            return BodyPublishers.ofFile(media.file());
        }

        @Override
        public void feed(Taker taker) throws IOException {
            byte[] chunk = new byte[CHUNK];
            try (InputStream in = Files.newInputStream(media.file())) {
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    taker.take(chunk, 0, length);
                }
            }
        }
    }

    BodyPublisher publisher() throws FileNotFoundException {
        if (pieces.isEmpty()) {
            return BodyPublishers.noBody();
        }
        BodyPublisher[] all = new BodyPublisher[pieces.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = pieces.get(i).publisher();
        }
        return all.length == 1 ? all[0] : BodyPublishers.concat(all);
    }

    void feed(Taker taker) throws IOException {
        for (Piece piece : pieces) {
            piece.feed(taker);
        }
    }
}
