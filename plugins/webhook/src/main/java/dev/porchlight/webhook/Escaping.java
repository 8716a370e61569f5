package dev.porchlight.webhook;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Makes what a template fills in harmless, for kinds of text that FreeMarker does not escape by itself. */
final class Escaping extends CommonMarkupOutputFormat<Escaping.Escaped> {
    /** For between the quotes of a JSON string. */
    static final Escaping JSON = new Escaping("JSON", "application/json", Json::escaped);

    /** For a value of a form. */
    static final Escaping FORM = new Escaping(
            "form", "application/x-www-form-urlencoded", text -> URLEncoder.encode(text, StandardCharsets.UTF_8));

    private final String name;
    private final String type;
    private final UnaryOperator<String> escape;

    private Escaping(String name, String type, UnaryOperator<String> escape) {
        this.name = name;
        this.type = type;
        this.escape = escape;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getMimeType() {
        return type;
    }

    @Override
    public String escapePlainText(String text) {
        return escape.apply(text);
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(escape.apply(text));
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtIn) {
        return false;
    }

    @Override
    protected Escaped newTemplateMarkupOutputModel(String plain, String markup) {
        return new Escaped(this, plain, markup);
    }

    /** A piece of text that is escaped already, or will be. */
    static final class Escaped extends CommonTemplateMarkupOutputModel<Escaped> {
        private final Escaping by;

        private Escaped(Escaping by, String plain, String markup) {
            super(plain, markup);
            this.by = by;
        }

        @Override
        public Escaping getOutputFormat() {
            return by;
        }
    }
}
