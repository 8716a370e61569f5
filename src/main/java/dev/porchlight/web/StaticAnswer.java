package dev.porchlight.web;

import dev.porchlight.web.StaticFiles.StaticFile;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code /static/*}. */
final class StaticAnswer {
    private final Pages pages;

    StaticAnswer(Pages pages) {
        this.pages = pages;
    }

    void send(Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        Optional<StaticFile> file = pages.files().find(exchange.path("name"));
        if (file.isEmpty()) {
            pages.sendNoSuchPage(exchange);
            return;
        }
        boolean isThisVersion = file.get().tag().equals(exchange.request().getParameter("v"));
        response.setHeader("Cache-Control", isThisVersion ? "public, max-age=31536000, immutable" : "no-cache");
        response.setContentType(file.get().contentType());
        response.setContentLength(file.get().bytes().length);
        response.getOutputStream().write(file.get().bytes());
    }
}
