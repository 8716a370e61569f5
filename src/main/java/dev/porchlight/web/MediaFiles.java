package dev.porchlight.web;

import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Role;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** {@code /media/{id}/photo.jpg} and the like, with ranges and entity tags. Only files that a row names are ever sent. */
final class MediaFiles {
    private final VisitShelf shelf;
    private final Thumbnails thumbnails;
    private final Pages pages;

    MediaFiles(VisitShelf shelf, Thumbnails thumbnails, Pages pages) {
        this.shelf = shelf;
        this.thumbnails = thumbnails;
        this.pages = pages;
    }

    void send(Exchange exchange) throws IOException {
        Optional<VisitId> id = VisitId.parse(exchange.path("id"));
        Optional<Visit> visit = id.isEmpty()
                ? Optional.empty()
                : shelf.find(id.get()).filter(v -> v.deletedAt().isEmpty());
        String name = exchange.path("file");
        Optional<MediaFile> file = visit.flatMap(v -> Role.ofFileName(name).flatMap(v::media));
        if (visit.isPresent() && name.equals("thumb.jpg")) {
            sendThumbnail(visit.get(), exchange);
        } else if (visit.flatMap(v -> v.media(Role.MJPEG)).isPresent() && name.equals(ClipFrames.NAME)) {
            ClipFrames.send(exchange, shelf.folder(visit.get()).resolve(Role.MJPEG.fileName()));
        } else if (file.isPresent()) {
            sendFile(visit.get(), file.get(), exchange);
        } else {
            pages.sendNoSuchPage(exchange);
        }
    }

    private void sendThumbnail(Visit visit, Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        Optional<byte[]> jpeg;
        try {
            jpeg = thumbnails.of(visit);
        } catch (IOException e) {
            sendGone(exchange, pages.words(response).say("error.picture-damaged"));
            return;
        }
        if (jpeg.isEmpty()) {
            pages.sendNoSuchPage(exchange);
            return;
        }
        String tag = "\"t" + visit.picture().orElseThrow().tag() + "\"";
        if (isUnchanged(tag, visit.picture().orElseThrow(), exchange.request(), response)) {
            return;
        }
        response.setContentType("image/jpeg");
        response.setContentLength(jpeg.get().length);
        response.getOutputStream().write(jpeg.get());
    }

    private void sendFile(Visit visit, MediaFile file, Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        HttpServletResponse response = exchange.response();
        String tag = "\"" + file.sha256().substring(0, 32) + "\"";
        if (isUnchanged(tag, file, request, response)) {
            return;
        }
        response.setHeader("Accept-Ranges", "bytes");
        response.setContentType(file.role().contentType());
        String ifRange = request.getHeader("If-Range");
        Optional<ByteRange> range = ifRange == null || ifRange.equals(tag)
                ? ByteRange.of(request.getHeader("Range"), file.size())
                : Optional.empty();
        if (range.isPresent() && range.get().equals(ByteRange.UNSATISFIABLE)) {
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            response.setHeader("Content-Range", "bytes */" + file.size());
            return;
        }
        ByteRange part = range.orElse(new ByteRange(0, file.size() - 1));
        Path path = shelf.folder(visit).resolve(file.file());
        try {
            if (Files.size(path) != file.size()) {
                sendGone(exchange, pages.words(response).say("error.file-changed"));
                return;
            }
            if (range.isPresent()) {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
            }
            response.setContentLengthLong(part.length());
            if (!exchange.isHead()) {
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                Download.begin(exchange, new FilePart(channel, part), () -> {});
            }
        } catch (NoSuchFileException e) {
            sendGone(exchange, pages.words(response).say("error.file-missing"));
        }
    }

    private void sendGone(Exchange exchange, String sentence) throws IOException {
        HttpServletResponse response = exchange.response();
        response.resetBuffer();
        response.setHeader("ETag", null);
        response.setHeader("Cache-Control", "no-cache");
        Words words = pages.words(response);
        pages.sendError(
                exchange,
                HttpServletResponse.SC_NOT_FOUND,
                words.say("error.file-gone"),
                words.say("error.run-check", sentence));
    }

    /** Sets the caching headers; an answer without content if the browser has it already. */
    private static boolean isUnchanged(
            String tag, MediaFile file, HttpServletRequest request, HttpServletResponse response) {
        boolean isThisVersion = file.tag().equals(request.getParameter("v"));
        response.setHeader("Cache-Control", isThisVersion ? "private, max-age=31536000, immutable" : "no-cache");
        response.setHeader("ETag", tag);
        String known = request.getHeader("If-None-Match");
        if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return true;
        }
        return false;
    }
}
