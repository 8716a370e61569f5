package dev.porchlight.web;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The templates of {@code webapp/templates}, which escape by default. The class that knows FreeMarker. */
final class Pages {
    private final Configuration configuration;
    private final String house;
    private final StaticFiles files = new StaticFiles();

    Pages(String house) {
        this.house = house;
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassLoaderForTemplateLoading(Pages.class.getClassLoader(), "webapp/templates");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
    }

    StaticFiles files() {
        return files;
    }

    void send(HttpServletResponse response, String template, Map<String, ?> model) throws IOException {
        Map<String, Object> all = new HashMap<>(model);
        all.put("house", house);
        all.put("css", files.address("porchlight.css"));
        all.put("js", files.address("porchlight.js"));
        all.put("icon", files.address("icon.svg"));
        StringWriter page = new StringWriter();
        try {
            configuration.getTemplate(template + ".ftlh").process(all, page);
        } catch (TemplateException e) {
            throw new IOException("the page " + template + " cannot be made", e);
        }
        byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** A page that says what is wrong and where to go. */
    void sendError(HttpServletResponse response, int status, String title, String words) throws IOException {
        response.setStatus(status);
        send(response, "error", Map.of("title", title, "words", words));
    }

    void sendNoSuchPage(HttpServletResponse response) throws IOException {
        sendError(response, HttpServletResponse.SC_NOT_FOUND, "Nothing here", "There is no page at this address.");
    }

    void sendNoSuchVisit(HttpServletResponse response) throws IOException {
        sendError(
                response,
                HttpServletResponse.SC_NOT_FOUND,
                "No such visit",
                "This visit is not here. It may have been removed since the link was made.");
    }
}
