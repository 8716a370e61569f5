package dev.porchlight.web;

import dev.porchlight.camera.Frame;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers {@code /live/{camera}.jpg} and {@code /live/{camera}.mjpeg}; refuses in one sentence. */
final class LivePictures {
    /** Each may hold one frame in memory that its reader does not take; 256 of 150 kB are 38 MB of the host's 96. */
    static final int MOST = 256;

    static final int MOST_PER_ADDRESS = 10;

    private final LiveStreams streams;
    private final LiveBudget budget;
    private final HouseClock clock;
    private final Seats seats = new Seats(MOST, MOST_PER_ADDRESS, "live pictures");

    /** One page of one device. */
    private record Payer(String address, String camera, String page) {}

    LivePictures(LiveStreams streams, LiveBudget budget, HouseClock clock) {
        this.streams = streams;
        this.budget = budget;
        this.clock = clock;
    }

    /** The next frame after {@code after}, waited for; the newest if none is named. */
    void picture(Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        HttpServletResponse response = exchange.response();
        String camera = exchange.path("camera");
        String after = String.valueOf(request.getParameter("after"));
        if (!after.matches("null|[0-9]{1,18}")) {
            refuse(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "after must be the number of a frame, as X-Frame-Seq told it.");
            return;
        }
        Optional<Audience> audience = find(response, camera);
        Optional<Frame> newest = audience.flatMap(Audience::latest);
        if (audience.isEmpty()) {
            return;
        }
        if (newest.isEmpty()) {
            refuseAway(response, audience.get());
            return;
        }
        if (exchange.isHead()) {
            NextPicture.describe(response, newest.get(), clock.now());
            response.setContentType("image/jpeg");
            response.setContentLength(newest.get().jpeg().length);
        } else if (sit(request, response)) {
            long known = after.equals("null") ? 0 : Long.parseLong(after);
            String page = String.valueOf(request.getParameter("page"));
            Payer payer = new Payer(request.getRemoteAddr(), camera, page.substring(0, Math.min(page.length(), 16)));
            new NextPicture(exchange, audience.get(), budget, payer, known, clock, leaving(request)).begin();
        }
    }

    /** Every frame, until the reader has gone. */
    void stream(Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        HttpServletResponse response = exchange.response();
        Optional<Audience> audience = find(response, exchange.path("camera"));
        if (audience.isEmpty()) {
            return;
        }
        Moment now = clock.now();
        boolean stands = audience.get().latest().stream()
                .allMatch(frame -> now.since(frame.at()).compareTo(PictureStream.CAMERA_PATIENCE) >= 0);
        if (stands) {
            refuseAway(response, audience.get());
            return;
        }
        response.setContentType(Part.CONTENT_TYPE);
        response.setHeader("Connection", "close"); // so that a part goes out as it is, not in chunks
        if (!exchange.isHead() && sit(request, response)) {
            new PictureStream(exchange, audience.get(), budget, clock, leaving(request)).begin();
        }
    }

    private Optional<Audience> find(HttpServletResponse response, String camera) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Optional<Audience> audience = streams.of(camera);
        if (audience.isEmpty()) {
            String known =
                    streams.audiences().stream().map(one -> one.camera().name()).collect(Collectors.joining(", "));
            refuse(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "There is no camera of this name; there is " + (known.isEmpty() ? "none" : known) + ".");
        }
        return audience;
    }

    private static void refuseAway(HttpServletResponse response, Audience audience) throws IOException {
        refuse(
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "Camera " + audience.camera().name() + " gives no pictures now: "
                        + audience.camera().problem().orElse("none has come for a while") + ".");
    }

    private boolean sit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> full = seats.take(request.getRemoteAddr());
        if (full.isPresent()) {
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, full.get());
        }
        return full.isEmpty();
    }

    private Runnable leaving(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return () -> seats.leave(address);
    }

    private static void refuse(HttpServletResponse response, int status, String words) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
