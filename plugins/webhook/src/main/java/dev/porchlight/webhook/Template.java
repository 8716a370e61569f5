package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.kit.Causes;
import dev.porchlight.kit.Line;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.core.ParseException;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.core.XMLOutputFormat;
import freemarker.core._CoreAPI;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The owner's own wording. It sees the alert's values and nothing else: no classes, no files, no other templates, nothing
 * that runs text as a template or keeps it. What it fills in is escaped for the content type. It has two seconds and
 * 64 kB.
 *
 * <p>{@code [=title]} and {@code [#if ...]}, since braces belong to the configuration and to JSON.
 */
final class Template implements Wording {
    private static final int MAX_LETTERS = 65_536;
    private static final long LIMIT_MILLIS = 2_000;

    private final freemarker.template.Template template;
    private final String type;
    private final String house;
    private final String sink;

    private Template(freemarker.template.Template template, String type, String house, String sink) {
        this.template = template;
        this.type = type;
        this.house = house;
        this.sink = sink;
    }

    /**
     * @param name the file's, or the key's
     * @param type of what comes out
     */
    static Template parse(String name, String source, String type, String house, String sink)
            throws SinkBrokenException {
        Liberties.refuse(name, source);
        try {
            freemarker.template.Template template = new freemarker.template.Template(name, source, configuration(type));
            // So that one that loops ends when it is interrupted; FreeMarker Online does the same.
            _CoreAPI.addThreadInterruptedChecks(template);
            return new Template(template, type, house, sink);
        } catch (ParseException e) {
            throw new SinkBrokenException(
                    at(name, e.getLineNumber(), e.getColumnNumber()) + Line.of(e.getEditorMessage()), e);
        } catch (IOException e) {
            throw new IllegalStateException("it is read from memory", e);
        }
    }

    private static Configuration configuration(String type) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
        configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
        configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setNumberFormat("c");
        configuration.setLocale(Locale.ROOT);
        configuration.setOutputFormat(format(type.toLowerCase(Locale.ROOT)));
        return configuration;
    }

    private static OutputFormat format(String type) {
        if (type.contains("json")) {
            return Escaping.JSON;
        }
        if (type.contains("urlencoded")) {
            return Escaping.FORM;
        }
        if (type.contains("html")) {
            return HTMLOutputFormat.INSTANCE;
        }
        return type.contains("xml") ? XMLOutputFormat.INSTANCE : PlainTextOutputFormat.INSTANCE;
    }

    @Override
    public Content of(Alert alert) throws SinkBrokenException, InterruptedException {
        String text = within(new FutureTask<>(() -> run(Fields.of(alert, house))));
        if (type.contains("json")) {
            Optional<String> mistake = Json.mistake(text);
            if (mistake.isPresent()) {
                throw new SinkBrokenException(template.getName() + " makes no JSON of this alert: " + mistake.get());
            }
        }
        return Content.of(type, text);
    }

    private String run(Map<String, Object> values) throws IOException, TemplateException {
        CappedWriter out = new CappedWriter(MAX_LETTERS);
        template.process(values, out);
        return out.text();
    }

    private String within(FutureTask<String> task) throws SinkBrokenException, InterruptedException {
        Thread thread = new Thread(task, "sink-" + sink + "-template");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SinkBrokenException(
                    template.getName() + " did not end within " + LIMIT_MILLIS / 1_000 + " s; look for a loop in it",
                    e);
        } catch (ExecutionException e) {
            throw new SinkBrokenException(mistake(e.getCause()), e);
        } finally {
            task.cancel(true);
        }
    }

    private String mistake(Throwable thrown) {
        String name = template.getName();
        if (Causes.of(thrown, CappedWriter.FullException.class).isPresent()) {
            return name + " makes more than " + MAX_LETTERS + " letters of an alert; make it shorter";
        }
        if (Causes.of(thrown, StackOverflowError.class).isPresent()) {
            return name + " calls itself without end";
        }
        if (thrown instanceof TemplateException e) {
            int line = e.getLineNumber() == null ? 1 : e.getLineNumber();
            int column = e.getColumnNumber() == null ? 1 : e.getColumnNumber();
            return at(name, line, column) + Line.of(e.getMessageWithoutStackTop());
        }
        return name + " failed: " + Line.of(thrown.toString());
    }

    private static String at(String name, int line, int column) {
        return name + ":" + line + ":" + column + ": ";
    }
}
