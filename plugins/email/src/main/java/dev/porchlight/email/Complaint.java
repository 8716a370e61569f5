package dev.porchlight.email;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.kit.Causes;
import dev.porchlight.kit.Line;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/** What went wrong with the server, as the exception the host needs and a sentence that the owner can act on. */
final class Complaint {
    private static final Pattern CODE = Pattern.compile("([2-5][0-9][0-9])[ -].*", Pattern.DOTALL);
    /** RFC 3463: the message is too big for the mailbox, for the system. */
    private static final Pattern TOO_BIG = Pattern.compile(".*\\b5\\.(2\\.3|3\\.4)\\b.*", Pattern.DOTALL);

    private static final int TRANSIENT = 400;
    private static final int PERMANENT = 500;
    private static final int TOO_LARGE = 552;
    private static final Set<Integer> SIGN_IN_FIRST = Set.of(530, 534, 535, 538);

    private Complaint() {}

    /**
     * Before there was anything to send.
     *
     * @return for the caller to throw: it may work later
     * @throws SinkBrokenException if it cannot until somebody changes something
     */
    static IOException connecting(Server server, MessagingException e) throws SinkBrokenException {
        if (e instanceof AuthenticationFailedException) {
            return signingIn(server, e);
        }
        if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
            throw new SinkBrokenException(
                    server.place() + " offers no STARTTLS, so nothing was sent; set 'security: tls' with the port your"
                            + " provider names for it, mostly 465, or 'security: none' for a server in your own home",
                    e);
        }
        Optional<String> certificate = Causes.certificate(e, server.place(), "'host'");
        if (certificate.isPresent()) {
            throw new SinkBrokenException(certificate.get(), e);
        }
        Optional<SSLException> tls = Causes.of(e, SSLException.class);
        if (tls.isPresent()) {
            if (String.valueOf(tls.get().getMessage()).contains("SSL message")) {
                throw new SinkBrokenException(
                        server.place() + " does not begin with TLS; set 'security: starttls' (usual at port 587), or"
                                + " the port your provider names for TLS, mostly 465",
                        e);
            }
            return new IOException(
                    "no encryption could be agreed on with " + server.place() + ": "
                            + tls.get().getMessage(),
                    e);
        }
        return new IOException(noConnection(server, e), e);
    }

    private static String noConnection(Server server, MessagingException e) {
        if (Causes.of(e, UnknownHostException.class).isPresent()) {
            return "the name " + server.host() + " is not found; check 'host', and this machine's network";
        }
        if (e instanceof MailConnectException) {
            String how = Causes.of(e, ConnectException.class).isPresent()
                    ? "nobody answers at "
                    : "no connection comes about with ";
            return how + server.place() + "; check 'host' and 'port' (port 25 is closed in many networks)";
        }
        if (Causes.of(e, SocketTimeoutException.class).isPresent()) {
            return server.place() + " lets us in but says nothing"
                    + (server.security() == Security.TLS
                            ? ""
                            : "; if that port begins with TLS (usual at 465), set 'security: tls'");
        }
        return server.place() + " does not take mail now: " + Line.of(e.getMessage());
    }

    private static IOException signingIn(Server server, MessagingException e) throws SinkBrokenException {
        String words = Line.of(e.getMessage());
        int code = code(words);
        if (code >= TRANSIENT && code < PERMANENT) {
            return new IOException(server.place() + " lets nobody sign in now: " + words, e);
        }
        if (code < 0) {
            if (words.startsWith("No authentication mechanisms")) {
                throw new SinkBrokenException(
                        server.place() + " offers no way to sign in that porchlight knows; "
                                + (server.security() == Security.NONE
                                        ? "set 'security: starttls', since many servers want no password in clear"
                                        : "leave out 'user' and the password if it wants none, or check 'port'"),
                        e);
            }
            return new IOException(server.place() + " hung up while signing in: " + words, e);
        }
        String advice = server.tokenCommand().isEmpty()
                ? "check 'user' and 'password'; Gmail, iCloud, Yahoo, Fastmail and others want an app password, made on"
                        + " their security page, and not the one you sign in with; Outlook.com wants 'token_command'"
                : "'token_command' must print a fresh access token that allows sending mail for this user";
        throw new SinkBrokenException(
                server.host() + " refuses user " + server.user().orElse("") + " (" + words + "); " + advice, e);
    }

    /** Whether less of it may be taken. */
    static boolean isTooLarge(MessagingException e) {
        int code = e instanceof SMTPSendFailedException failed ? failed.getReturnCode() : -1;
        return code >= PERMANENT
                && (code == TOO_LARGE
                        || TOO_BIG.matcher(String.valueOf(e.getMessage())).matches());
    }

    /**
     * When the server took none of it, for no recipient's sake.
     *
     * @return for the caller to throw: it may work later
     */
    static IOException sending(Server server, MessagingException e) throws SinkBrokenException, UndeliverableException {
        int code = -1;
        String command = "";
        if (e instanceof SMTPSendFailedException failed) {
            code = failed.getReturnCode();
            command = String.valueOf(failed.getCommand());
        }
        String words = Line.of(e.getMessage());
        if (code < 0) {
            return new IOException(server.place() + " hung up before it had taken the mail", e);
        }
        if (SIGN_IN_FIRST.contains(code)) {
            throw new SinkBrokenException(
                    server.place() + " wants to know who sends (" + words + "); check 'user', 'password', 'security'",
                    e);
        }
        if (code >= PERMANENT && command.startsWith("MAIL")) {
            throw new SinkBrokenException(server.place() + " refuses the sender (" + words + "); check 'from'", e);
        }
        if (code >= PERMANENT) {
            throw new UndeliverableException(words, e);
        }
        return new IOException(words, e);
    }

    static boolean isPermanent(SMTPAddressFailedException e) {
        return e.getReturnCode() >= PERMANENT;
    }

    /** Whether the server speaks of us and not of the recipient. */
    static boolean isAboutSigningIn(SMTPAddressFailedException e) {
        return SIGN_IN_FIRST.contains(e.getReturnCode());
    }

    private static int code(String words) {
        Matcher code = CODE.matcher(words);
        return code.matches() ? Integer.parseInt(code.group(1)) : -1;
    }
}
