package dev.porchlight.web;

import dev.porchlight.web.StaticFiles.StaticFile;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code /static/*}. */
final class StaticServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Pages pages;

    StaticServlet(Pages pages) {
        this.pages = pages;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Optional<StaticFile> file = pages.files().find(path == null ? "" : path.substring(1));
        if (file.isEmpty()) {
            pages.sendNoSuchPage(response);
            return;
        }
        boolean isThisVersion = file.get().tag().equals(request.getParameter("v"));
        response.setHeader("Cache-Control", isThisVersion ? "public, max-age=31536000, immutable" : "no-cache");
        response.setContentType(file.get().contentType());
        response.setContentLength(file.get().bytes().length);
        response.getOutputStream().write(file.get().bytes());
    }
}
