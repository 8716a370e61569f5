package dev.porchlight.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The small pictures of the last pages, in at most 16 MB of memory. The class that knows Caffeine. */
final class Thumbnails {
    private static final long MAX_BYTES = 16_000_000;

    private final VisitShelf shelf;
    private final Cache<String, byte[]> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((String key, byte[] jpeg) -> key.length() * 2 + jpeg.length + 64)
            .executor(Runnable::run)
            .build();

    Thumbnails(VisitShelf shelf) {
        this.shelf = shelf;
    }

    /** Empty if the visit has no picture. */
    Optional<byte[]> of(Visit visit) throws IOException {
        Optional<MediaFile> picture = visit.picture();
        if (picture.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(cache.get(visit.id() + picture.get().tag(), key -> load(visit)));
        } catch (UncheckedIOException e) {
            throw new IOException("the small picture of visit " + visit.id() + " cannot be made", e);
        }
    }

    private byte[] load(Visit visit) {
        try {
            return shelf.thumbnail(visit).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
