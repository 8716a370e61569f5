package dev.porchlight.email;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.kit.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes sinks of type {@code email}. */
public final class EmailSinkFactory implements SinkFactory {
    private static final int MAX_PORT = 65_535;

    /** The host waits 10 s. */
    private static final Duration REACH = Duration.ofSeconds(8);

    private final Set<String> toldInClear = ConcurrentHashMap.newKeySet();

    @Override
    public String type() {
        return "email";
    }

    /** As mail servers do (RFC 5321, 4.5.4.1). */
    @Override
    public Duration tryFor() {
        return Duration.ofDays(4);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("host", Kind.TEXT, "your provider's server for outgoing mail, like smtp.gmail.com"),
                Setting.optional("port", Kind.NUMBER, "587 if not given; 465 with 'security: tls', 25 with 'none'"),
                Setting.withDefault(
                        "security", Kind.TEXT, "starttls", "starttls (usual), tls (encrypted from the start) or none"),
                Setting.optional("user", Kind.TEXT, "who signs in at the server, mostly your address"),
                Setting.optional("password", Kind.TEXT, "mostly an app password from your provider's security page")
                        .asSecret(),
                Setting.optional(
                        "token_command", Kind.LIST, "a program that prints an access token, instead of a password"),
                Setting.required("from", Kind.TEXT, "the sender, an address the server lets you use"),
                Setting.required("to", Kind.LIST, "who gets the mail"),
                Setting.withDefault(
                        "attach_clip_up_to", Kind.SIZE, "8MB", "a larger clip is made smaller before it is sent"),
                Setting.optional(
                        "ca_file", Kind.TEXT, "certificates (PEM) to trust as well, for a server of your own"));
    }

    @Override
    public Sink open(Settings settings, SinkContext context) throws IOException, SinkBrokenException {
        Server server = server(settings);
        Addresses addresses = Addresses.parse(settings.text("from"), settings.list("to"), context.host());
        if (server.security() == Security.NONE && toldInClear.add(context.sink())) {
            context.log()
                    .warn(
                            "mail of sink {} goes to {} unencrypted, for all on the way to read ('security: none')",
                            context.sink(),
                            server.place());
        }
        return EmailSink.open(server, addresses, settings.size("attach_clip_up_to"), context);
    }

    /** Signs in as if there were something to send. */
    @Override
    public Optional<String> reach(Settings settings, SinkContext context)
            throws IOException, SinkBrokenException, InterruptedException {
        Server server = server(settings);
        Addresses.parse(settings.text("from"), settings.list("to"), context.host());
        try {
            new Exchange(server, context.log()).signIn(REACH);
        } catch (UndeliverableException e) {
            throw new IOException(e.getMessage(), e);
        }
        return Optional.of(server.place()
                + server.user().map(user -> " lets " + user + " sign in").orElse(" answers"));
    }

    private static Server server(Settings settings) throws IOException, SinkBrokenException {
        Security security = Security.parse(settings.text("security"));
        long port = settings.has("port") ? settings.number("port") : security.usualPort();
        if (port < 1 || port > MAX_PORT) {
            throw new SinkBrokenException("'port' must be 1-" + MAX_PORT + ", was " + port);
        }
        Optional<String> user = settings.optionalText("user");
        Optional<String> password = settings.optionalText("password");
        List<String> tokenCommand = settings.has("token_command") ? settings.list("token_command") : List.of();
        if (password.isPresent() && !tokenCommand.isEmpty()) {
            throw new SinkBrokenException("give 'password' or 'token_command', not both");
        }
        if (user.isPresent() != (password.isPresent() || !tokenCommand.isEmpty())) {
            throw new SinkBrokenException(
                    user.isPresent()
                            ? "'user' is given without 'password' or 'token_command'; add one of them"
                            : "'user' is missing beside the password; it is mostly your address");
        }
        return new Server(
                settings.text("host"),
                (int) port,
                security,
                user,
                password,
                tokenCommand,
                Trust.with(settings.optionalText("ca_file")).getSocketFactory());
    }
}
