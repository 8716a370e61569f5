package dev.porchlight.email;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.kit.Line;
import dev.porchlight.kit.Program;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;

/**
 * One conversation with the server, about one alert or none. It runs on a thread of its own, {@code sink-<name>-smtp}, so that
 * the sink's thread can end it when time is up or it is interrupted: it then cuts the connection. That also bounds each
 * write; Angus's own write timeout would keep a pool of threads for it.
 */
final class Exchange {
    private static final int CONNECT_MS = 10_000;
    /** For each answer until we are signed in; after that, the whole time that is left. */
    private static final int ANSWER_MS = 20_000;

    private static final Duration TOKEN_LIMIT = Duration.ofSeconds(10);
    private static final int AFTERWARDS_MS = 2_000;

    private final Server server;
    private final Logger log;
    private final Sockets sockets;
    private volatile Optional<Fit> underWay = Optional.empty();

    Exchange(Server server, Logger log) {
        this.server = server;
        this.log = log;
        this.sockets = new Sockets(server.encryption());
    }

    /** Makes the letter, with as much as fits. */
    interface Writer {
        /**
         * @param most no more than this
         * @param limit in bytes, what the server takes
         */
        Written write(Session session, Fit most, long limit) throws MessagingException, InterruptedException;
    }

    /** @param fit how much is in it */
    record Written(Letter letter, Fit fit) {}

    /**
     * What the server did.
     *
     * @param words its last ones
     * @param served who has the mail now
     * @param refused who can never have it, and why
     * @param later who may have it later, and why not now
     */
    record Sent(
            Fit fit,
            String words,
            List<InternetAddress> served,
            Map<InternetAddress, String> refused,
            Map<InternetAddress, String> later) {}

    /** How much was on its way when time was up. */
    Optional<Fit> underWay() {
        return underWay;
    }

    /** @param limit for all of it */
    Sent run(Writer writer, Fit most, List<InternetAddress> to, Duration limit)
            throws IOException, UndeliverableException, SinkBrokenException, InterruptedException {
        return within(
                limit,
                server.place() + " was not done with the mail within " + limit.toSeconds() + " s",
                () -> talk(writer, most, to, limit));
    }

    /** Connects, signs in if there is a user, and leaves again. */
    void signIn(Duration limit) throws IOException, UndeliverableException, SinkBrokenException, InterruptedException {
        within(
                limit,
                server.place() + " did not answer within " + limit.toSeconds()
                        + " s; check 'host' and 'port' (port 25 is closed in many networks)",
                () -> {
                    String secret = secret();
                    try (SMTPTransport transport =
                            (SMTPTransport) session(secret).getTransport("smtp")) {
                        connect(transport, secret);
                    }
                    return true;
                });
    }

    private <T> T within(Duration limit, String tooLong, Callable<T> work)
            throws IOException, UndeliverableException, SinkBrokenException, InterruptedException {
        FutureTask<T> talk = new FutureTask<>(work);
        Thread thread = new Thread(talk, Thread.currentThread().getName() + "-smtp");
        thread.setDaemon(true);
        thread.start();
        try {
            T outcome = talk.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            underWay = Optional.empty();
            return outcome;
        } catch (TimeoutException e) {
            throw new IOException(tooLong, e);
        } catch (ExecutionException e) {
            underWay = Optional.empty();
            throw thrown(e.getCause());
        } finally {
            thread.interrupt();
            sockets.close();
            thread.join(AFTERWARDS_MS);
        }
    }

    private static IOException thrown(Throwable cause)
            throws UndeliverableException, SinkBrokenException, InterruptedException {
        if (cause instanceof UndeliverableException e) {
            throw e;
        }
        if (cause instanceof SinkBrokenException e) {
            throw e;
        }
        if (cause instanceof InterruptedException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause.getMessage(), cause);
    }

    private Sent talk(Writer writer, Fit most, List<InternetAddress> to, Duration limit)
            throws MessagingException, IOException, UndeliverableException, SinkBrokenException, InterruptedException {
        String secret = secret();
        Session session = session(secret);
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            connect(transport, secret);
            sockets.waitAtMost((int) limit.toMillis());
            Fit fit = most;
            while (true) {
                long room = room(transport);
                Written written = writer.write(session, fit, room);
                fit = written.fit();
                if (room < Long.MAX_VALUE) {
                    written.letter()
                            .setMailExtension(
                                    "SIZE=" + Math.min(written.letter().size(), room));
                }
                underWay = Optional.of(fit);
                try {
                    transport.sendMessage(written.letter(), to.toArray(new InternetAddress[0]));
                    return new Sent(fit, Line.last(transport.getLastServerResponse()), to, Map.of(), Map.of());
                } catch (MessagingException e) {
                    if (!Complaint.isTooLarge(e) || fit == Fit.WORDS) {
                        return partly(fit, e);
                    }
                    fit = fit.isLessThan(Fit.SMALL_CLIP) ? fit.less() : Fit.PICTURE;
                    log.info("{} finds the mail too large, so it gets less of it", server.host());
                    if (!transport.isConnected()) {
                        connect(transport, secret);
                    }
                }
            }
        }
    }

    private Session session(String secret) {
        Session session = Session.getInstance(properties());
        if (log.isDebugEnabled()) {
            session.setDebugOut(Dialogue.to(log, server.user().orElse(""), secret));
            session.setDebug(true);
        }
        return session;
    }

    /** What the server takes at most, by its SIZE extension (RFC 1870). */
    private static long room(SMTPTransport transport) {
        String size = transport.getExtensionParameter("SIZE");
        return size != null && size.matches("[1-9][0-9]{0,17}") ? Long.parseLong(size) : Long.MAX_VALUE;
    }

    private void connect(SMTPTransport transport, String secret) throws IOException, SinkBrokenException {
        try {
            if (server.user().isPresent()) {
                transport.connect(server.host(), server.port(), server.user().get(), secret);
            } else {
                transport.connect(server.host(), server.port(), null, null);
            }
        } catch (MessagingException e) {
            throw Complaint.connecting(server, e);
        }
    }

    /** Some recipients may have been refused, and the others served. */
    private Sent partly(Fit fit, MessagingException e) throws IOException, UndeliverableException, SinkBrokenException {
        Map<InternetAddress, String> refused = new LinkedHashMap<>();
        Map<InternetAddress, String> later = new LinkedHashMap<>();
        for (Exception next = e; next instanceof MessagingException m; next = m.getNextException()) {
            if (next instanceof SMTPAddressFailedException failed && failed.getReturnCode() > 0) {
                if (Complaint.isAboutSigningIn(failed)) {
                    throw new SinkBrokenException(
                            server.place() + " wants to know who sends (" + Line.of(failed.getMessage())
                                    + "); check 'user' and 'password'",
                            e);
                }
                (Complaint.isPermanent(failed) ? refused : later)
                        .put(failed.getAddress(), Line.of(failed.getMessage()));
            }
        }
        boolean taken = e instanceof SMTPSendFailedException sent
                && sent.getReturnCode() == 250
                && sent.getValidSentAddresses() != null;
        if (!taken && refused.isEmpty() && later.isEmpty()) {
            throw Complaint.sending(server, e);
        }
        List<InternetAddress> served = taken
                ? List.of(((SMTPSendFailedException) e).getValidSentAddresses()).stream()
                        .map(InternetAddress.class::cast)
                        .toList()
                : List.of();
        return new Sent(fit, Line.last(taken ? e.getMessage() : ""), served, refused, later);
    }

    private String secret() throws IOException, SinkBrokenException, InterruptedException {
        if (server.tokenCommand().isEmpty()) {
            return server.password().orElse("");
        }
        String program = server.tokenCommand().get(0);
        Program.Ended ended;
        try {
            ended = Program.run(server.tokenCommand(), TOKEN_LIMIT);
        } catch (IOException e) {
            throw new IOException("'token_command' gives no token: " + e.getMessage(), e);
        }
        String token = ended.output().strip();
        if (ended.exit() != 0) {
            throw new IOException(
                    "'token_command' " + program + " ended with code " + ended.exit() + ": " + ended.complaint());
        }
        if (!token.matches("[!-~]{1,8000}")) {
            throw new SinkBrokenException(
                    "'token_command' " + program + " must print one access token and nothing else");
        }
        return token;
    }

    private Properties properties() {
        Properties all = new Properties();
        all.put("mail.smtp.connectiontimeout", CONNECT_MS);
        all.put("mail.smtp.timeout", ANSWER_MS);
        all.put("mail.smtp.socketFactory", sockets.plain());
        all.put("mail.smtp.socketFactory.fallback", "false");
        all.put("mail.smtp.ssl.socketFactory", sockets.encrypted());
        all.put("mail.smtp.ssl.checkserveridentity", "true");
        all.put("mail.smtp.ssl.enable", Boolean.toString(server.security() == Security.TLS));
        all.put("mail.smtp.starttls.enable", Boolean.toString(server.security() == Security.STARTTLS));
        all.put("mail.smtp.starttls.required", Boolean.toString(server.security() == Security.STARTTLS));
        all.put("mail.smtp.auth", Boolean.toString(server.user().isPresent()));
        all.put("mail.smtp.auth.mechanisms", server.tokenCommand().isEmpty() ? "PLAIN LOGIN" : "XOAUTH2");
        // Looking our own name up may take as long as the network likes; an address is allowed (RFC 5321, 4.1.3).
        all.put("mail.smtp.localhost", "[127.0.0.1]");
        all.put("mail.smtp.quitwait", "false");
        return all;
    }
}
