package dev.porchlight.webhook;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.kit.Trust;
import dev.porchlight.kit.VisitWords;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes sinks of type {@code webhook}. */
public final class WebhookSinkFactory implements SinkFactory {
    private static final String WITHOUT_MEDIA = "url_without_media";

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("url", Kind.TEXT, "where alerts go, like http://ha.local:8123/api/webhook/porch")
                        .asSecret(),
                Setting.withDefault(
                        "body",
                        Kind.TEXT,
                        "json",
                        "json, template (words of your own), multipart (a form with files), raw (a file's bytes)"
                                + " or webdav (uploads files, making their folders)"),
                Setting.optional("method", Kind.TEXT, "POST if not given; PUT with 'body: raw'"),
                Setting.optional(
                                "secret",
                                Kind.LIST,
                                "signs each alert (whsec_...); two while you change it: [new, old]")
                        .asSecret(),
                Setting.optional("headers", Kind.MAP, "more headers, like {X-Gotify-Key: \"${env:GOTIFY}\"}")
                        .asSecret(),
                Setting.withDefault(
                        "auth", Kind.TEXT, "none", "none, basic (user, password), bearer (token) or aws-sigv4"),
                Setting.optional("user", Kind.TEXT, "for 'auth: basic'; with aws-sigv4 the access key"),
                Setting.optional("password", Kind.TEXT, "for 'auth: basic'; with aws-sigv4 the secret key")
                        .asSecret(),
                Setting.optional("token", Kind.TEXT, "for 'auth: bearer'").asSecret(),
                Setting.withDefault("region", Kind.TEXT, "us-east-1", "for 'auth: aws-sigv4'"),
                Setting.optional("template", Kind.TEXT, "words of your own, like {\"text\": \"[=title]\"}"),
                Setting.optional("template_file", Kind.TEXT, "a file with them"),
                Setting.optional("content_type", Kind.TEXT, "what the template makes; application/json if not given"),
                Setting.optional("media", Kind.LIST, "which files go along: [photo, clip] if not given; also best"),
                Setting.optional(WITHOUT_MEDIA, Kind.TEXT, "where alerts without files go; nowhere if not given")
                        .asSecret(),
                Setting.withDefault(
                        "file_name",
                        Kind.TEXT,
                        "{yyyy}-{MM}-{dd}_{HH}-{mm}-{ss}_{camera}_{id}",
                        "what {file} is, without its ending; " + VisitWords.HELP),
                Setting.optional("file_field", Kind.TEXT, "the form's field for a file; {role} if not given"),
                Setting.optional("json_field", Kind.TEXT, "the form's field for the alert as JSON, or your template"),
                Setting.optional("fields", Kind.MAP, "more fields of the form, like {caption: \"{title}\"}")
                        .asSecret(),
                Setting.optional(
                        "ca_file", Kind.TEXT, "certificates (PEM) to trust as well, for a server of your own"));
    }

    @Override
    public Map<String, String> mistakes(Settings settings) {
        Map<String, String> mistakes = new HashMap<>();
        for (String key : List.of("url", WITHOUT_MEDIA)) {
            if (settings.has(key)) {
                try {
                    Address.parse("POST", key, settings.text(key), Map.of());
                } catch (SinkBrokenException e) {
                    mistakes.put(key, e.getMessage());
                }
            }
        }
        return mistakes;
    }

    /** Makes no request: what an address does with one, only it knows. */
    @Override
    public Optional<String> reach(Settings settings, SinkContext context) throws IOException, SinkBrokenException {
        Optional<Target> another = settings.has(WITHOUT_MEDIA)
                ? Optional.of(Address.place(WITHOUT_MEDIA, settings.text(WITHOUT_MEDIA)))
                : Optional.empty();
        return Optional.of(Knock.at(
                Address.place("url", settings.text("url")), another, Trust.with(settings.optionalText("ca_file"))));
    }

    @Override
    public Sink open(Settings settings, SinkContext context) throws IOException, SinkBrokenException {
        Wishes wishes = new Wishes(settings, context);
        Body body = wishes.body();
        Signatures signatures = wishes.signatures();
        Authority authority = wishes.authority();
        Gone gone = new Gone(context.folder().resolve("gone"), settings.text("url"));
        gone.refuseIfSaid();
        Exchange exchange = new Exchange(context.sink(), Trust.with(settings.optionalText("ca_file")));
        return new WebhookSink(
                body, settings.text("body").equals("webdav"), new Sender(exchange, signatures, authority), gone);
    }
}
