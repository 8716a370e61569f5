package dev.porchlight.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, before any servlet: one plain line, without telling of the inside. */
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.addTo(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        byte[] words =
                ("This request cannot be answered (" + response.getStatus() + ").\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(words), callback);
        return true;
    }
}
