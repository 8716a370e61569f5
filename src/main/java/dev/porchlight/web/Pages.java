package dev.porchlight.web;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.utility.DeepUnwrap;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The templates of {@code webapp/templates}, which escape by default. The class that knows FreeMarker. */
final class Pages {
    /** A full gallery has some 60 kB. */
    private static final int USUAL_BYTES = 1 << 16;

    private final Configuration configuration;
    private final Supplier<String> house;
    private final Banner banner;
    private final StaticFiles files = new StaticFiles();
    private final Messages messages = new Messages();

    /** @param house its name, as it is now */
    Pages(Supplier<String> house, Banner banner) {
        this.house = house;
        this.banner = banner;
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassLoaderForTemplateLoading(Pages.class.getClassLoader(), "webapp/templates");
        configuration.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE); // they lie in the jar
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setURLEscapingCharset(StandardCharsets.UTF_8.name());
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

    /** The texts in the language of the answer, which the router chose. */
    Words words(HttpServletResponse response) {
        return messages.in(Language.of(response.getLocale()));
    }

    void send(Exchange exchange, String template, Map<String, ?> model) throws IOException {
        HttpServletResponse response = exchange.response();
        Map<String, Object> all = new HashMap<>(model);
        addReader(all, exchange.who());
        banner.of(words(response)).ifPresent(trouble -> all.put("banner", trouble));
        ByteArrayOutputStream page = render(words(response), template, all);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("Vary", "Accept-Language, Cookie");
        response.setContentLength(page.size());
        page.writeTo(response.getOutputStream());
    }

    private static void addReader(Map<String, Object> model, Identity who) {
        model.put("csrf", who.csrf());
        model.put("mayLook", who.may(Right.LOOK));
        model.put("mayChange", who.may(Right.CHANGE));
        who.pass().ifPresent(pass -> model.put("user", pass.name()));
        who.link().ifPresent(link -> model.put("link", link));
    }

    /** A part of a page, which a template puts into the whole as it is. */
    Object markup(String template, Map<String, ?> model, Words words) throws IOException {
        String html = render(words, template, model).toString(StandardCharsets.UTF_8);
        try {
            return HTMLOutputFormat.INSTANCE.fromMarkup(html);
        } catch (TemplateModelException e) {
            throw new IOException("the part " + template + " cannot be made", e);
        }
    }

    private ByteArrayOutputStream render(Words words, String template, Map<String, ?> model) throws IOException {
        Map<String, Object> all = new HashMap<>(model);
        all.put("house", house.get());
        all.put("lang", words.language().tag());
        all.put("t", (TemplateMethodModelEx) values -> say(words, values));
        all.put("asset", (TemplateMethodModelEx) name -> files.address(String.valueOf(name.get(0))));
        all.put("css", files.address("porchlight.css"));
        all.put("js", files.address("porchlight.js"));
        all.put("icon", files.address("icon.svg"));
        ByteArrayOutputStream page = new ByteArrayOutputStream(USUAL_BYTES);
        try (Writer writer = new OutputStreamWriter(page, StandardCharsets.UTF_8)) {
            configuration.getTemplate(template + ".ftlh").process(all, writer);
        } catch (TemplateException e) {
            throw new IOException("the page " + template + " cannot be made", e);
        }
        return page;
    }

    /** {@code t("key", values...)} of a template. */
    private static String say(Words words, List<?> given) throws TemplateModelException {
        List<Object> values = new ArrayList<>();
        for (Object value : given) {
            values.add(DeepUnwrap.unwrap((TemplateModel) value));
        }
        return words.say(
                String.valueOf(values.get(0)), values.subList(1, values.size()).toArray());
    }

    /** A page that says what is wrong and where to go. */
    void sendError(Exchange exchange, int status, String title, String sentence) throws IOException {
        exchange.response().setStatus(status);
        send(exchange, "error", Map.of("title", title, "words", sentence));
    }

    void sendNoSuchPage(Exchange exchange) throws IOException {
        Words words = words(exchange.response());
        sendError(
                exchange,
                HttpServletResponse.SC_NOT_FOUND,
                words.say("error.nothing-here"),
                words.say("error.no-such-page"));
    }

    void sendNoSuchVisit(Exchange exchange) throws IOException {
        Words words = words(exchange.response());
        sendError(
                exchange,
                HttpServletResponse.SC_NOT_FOUND,
                words.say("error.no-such-visit"),
                words.say("error.visit-removed"));
    }
}
