package dev.porchlight.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A page. When the library cannot answer, say because its disk is away, it is a page too that says so, and is no 500. */
abstract class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(PageServlet.class);

    private final transient Pages pages;

    PageServlet(Pages pages) {
        this.pages = pages;
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            super.service(request, response);
        } catch (EofException e) {
            throw e;
        } catch (IOException e) {
            explain(e, response);
        } catch (UncheckedIOException e) {
            explain(e.getCause(), response);
        }
    }

    private void explain(IOException e, HttpServletResponse response) throws IOException {
        log.debug("a page could not be made", e);
        if (response.isCommitted()) {
            throw e;
        }
        response.resetBuffer();
        pages.sendError(
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "The visits cannot be shown now",
                e.getMessage() + ". The status page tells how everything is.");
    }
}
