package dev.porchlight.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.Comparator;
import java.util.List;

/** A web server on this machine that takes everything and shows what it got. */
final class Receiver implements AutoCloseable {
    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    Receiver() {
        server.start();
        forget();
    }

    void forget() {
        server.resetAll();
        answer("noted");
    }

    void answer(String words) {
        server.stubFor(any(anyUrl()).willReturn(ok(words)));
    }

    String url(String path) {
        return server.url(path);
    }

    /** In the order they came. */
    List<LoggedRequest> requests() {
        return server.findAll(anyRequestedFor(anyUrl())).stream()
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }

    LoggedRequest only() {
        List<LoggedRequest> all = requests();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " requests instead of one");
        }
        return all.get(0);
    }

    /** The form's field of this name. */
    static Request.Part part(LoggedRequest request, String name) {
        return request.getParts().stream()
                .filter(part -> part.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + name + " in " + request.getBodyAsString()));
    }

    static String text(LoggedRequest request, String name) {
        return part(request, name).getBody().asString();
    }

    @Override
    public void close() {
        server.stop();
    }
}
