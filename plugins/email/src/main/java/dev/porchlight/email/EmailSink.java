package dev.porchlight.email;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.api.VisitSummary;
import dev.porchlight.email.Exchange.Sent;
import dev.porchlight.email.FirstMails.FirstMail;
import dev.porchlight.kit.Line;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mails each alert: a visit's photo at once, its best photo and clip in a second mail of the same thread. Everybody in
 * {@code to} is served once; whoever was served is remembered across tries.
 */
final class EmailSink implements Sink {
    private static final Set<String> KNOWN = Set.of(
            Alert.VISIT_STARTED, Alert.VISIT_FINISHED, Alert.HEALTH_CHANGED, Alert.DIGEST, Alert.LOG_DAILY, Alert.TEST);

    /** Kept back of the attempt's time, to end in order. */
    private static final Duration SPARE = Duration.ofSeconds(3);

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Server server;
    private final Addresses addresses;
    private final SinkContext context;
    private final Enclosures enclosures;
    private final Letters letters;
    private final FirstMails firstMails;

    private EmailSink(Server server, Addresses addresses, SinkContext context, Enclosures enclosures) {
        this.server = server;
        this.addresses = addresses;
        this.context = context;
        this.enclosures = enclosures;
        this.letters = new Letters(addresses, context);
        this.firstMails = new FirstMails(context.folder().resolve("first"));
    }

    static EmailSink open(Server server, Addresses addresses, long attachUpTo, SinkContext context) throws IOException {
        SmallClip small = new SmallClip("ffmpeg", "ffprobe", context.folder().resolve("small"), context.log());
        small.forgetOldOnes();
        EmailSink sink = new EmailSink(server, addresses, context, new Enclosures(small, attachUpTo));
        sink.firstMails.forgetOldOnes();
        return sink;
    }

    @Override
    public Receipt deliver(Alert alert, Attempt attempt)
            throws IOException, UndeliverableException, SinkBrokenException, InterruptedException {
        if (!KNOWN.contains(alert.type())) {
            return new Receipt("ignored: e-mail does not know alerts of type " + Line.of(alert.type()));
        }
        Progress progress = Progress.read(attempt.memo());
        List<InternetAddress> open = progress.open(addresses.to());
        if (open.isEmpty()) {
            return end(alert, progress, progress.lastWords());
        }
        Optional<FirstMail> first = answered(alert);
        Duration limit = limit(attempt);
        Exchange exchange = new Exchange(server, context.log());
        Sent sent;
        try {
            sent = exchange.run(
                    (session, most, room) -> enclosures.pack(
                            alert, most, room, limit, contents -> letters.write(session, alert, contents, first)),
                    progress.most(),
                    open,
                    limit);
        } catch (IOException e) {
            stepDown(exchange, progress, attempt);
            throw e;
        }
        if (!sent.served().isEmpty()) {
            keepAsFirst(alert);
        }
        sent.served().forEach(who -> progress.served(who, sent.words()));
        sent.refused().forEach(progress::refused);
        attempt.remember(progress.memo());
        if (!sent.later().isEmpty()) {
            throw new IOException(String.join(
                    "; ",
                    sent.later().entrySet().stream()
                            .map(e -> e.getKey().getAddress() + ": " + e.getValue())
                            .toList()));
        }
        return end(alert, progress, sent.words());
    }

    /** A clip that took too long on a slow line would take too long again. */
    private static void stepDown(Exchange exchange, Progress progress, Attempt attempt) {
        if (exchange.underWay().isPresent() && exchange.underWay().get() != Fit.WORDS) {
            Fit fit = exchange.underWay().get();
            if (!fit.isLessThan(Fit.SMALL_CLIP)) {
                progress.atMost(fit.less());
                attempt.remember(progress.memo());
            }
        }
    }

    private static Duration limit(Attempt attempt) {
        Duration left = Duration.between(Instant.now(), attempt.deadline()).minus(SPARE);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    private Receipt end(Alert alert, Progress progress, String words) throws UndeliverableException {
        enclosures.forget(alert);
        List<String> refusals = progress.refusals(addresses.to());
        if (!refusals.isEmpty()) {
            throw new UndeliverableException(String.join("; ", refusals)
                    + (progress.servedAny() ? "; the others have it" : "; check 'to' if this goes on"));
        }
        return new Receipt(words.isEmpty() ? "taken by " + server.host() : words);
    }

    /** The mail that this one answers: another one, of the same visit. */
    private Optional<FirstMail> answered(Alert alert) throws IOException {
        if (alert.visit().isEmpty()) {
            return Optional.empty();
        }
        return firstMails.of(alert.visit().get().id()).filter(first -> !first.id()
                .equals(letters.id(alert)));
    }

    private void keepAsFirst(Alert alert) throws IOException {
        Optional<VisitSummary> visit = alert.visit();
        if (visit.isPresent()) {
            firstMails.sent(visit.get().id(), new FirstMail(letters.id(alert), Line.of(alert.title())));
        }
    }

    @Override
    public void close() {
        // nothing is held open between two alerts
    }
}
