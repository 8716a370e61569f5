package dev.porchlight.email;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.VisitSummary;
import dev.porchlight.email.FirstMails.FirstMail;
import dev.porchlight.kit.Line;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts an alert into a message: {@code mixed(related(alternative(text, html), picture), clip)}. */
final class Letters {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    /** For headers and words. */
    private static final long BESIDES = 16_384;
    /** Base64 makes lines of 78 bytes out of 57. */
    private static final long LINE_OF = 57;

    private static final long LINE_AS = 78;

    private final Addresses addresses;
    private final SinkContext context;

    Letters(Addresses addresses, SinkContext context) {
        this.addresses = addresses;
        this.context = context;
    }

    /** A file that goes along, by the name the reader sees. */
    record Enclosed(Path file, String contentType, String name, long size) {}

    /** What goes into one letter. */
    record Contents(Optional<Media> picture, List<Enclosed> enclosed, Optional<String> remark) {}

    /** In bytes, once it is encoded. */
    static long encoded(long size) {
        return (size / LINE_OF + 1) * LINE_AS;
    }

    /** What of an encoded size may be a file. */
    static long room(long encoded) {
        return (encoded - BESIDES) / LINE_AS * LINE_OF;
    }

    String id(Alert alert) {
        return "<" + plain(alert.id()) + "." + plain(context.sink()) + "@" + addresses.domain() + ">";
    }

    private static String plain(String word) {
        return word.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    Letter write(Session session, Alert alert, Contents contents, Optional<FirstMail> first) throws MessagingException {
        long size = BESIDES + alert.text().length() * 8L;
        size += contents.picture().map(photo -> encoded(photo.size())).orElse(0L);
        for (Enclosed enclosed : contents.enclosed()) {
            size += encoded(enclosed.size());
        }
        Letter letter = new Letter(session, id(alert), size);
        letter.setFrom(addresses.from());
        letter.setRecipients(Message.RecipientType.TO, addresses.to().toArray(new InternetAddress[0]));
        String subject = first.map(mail -> "Re: " + mail.subject()).orElse(Line.of(alert.title()));
        letter.setSubject(subject, StandardCharsets.UTF_8.name());
        letter.setHeader(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time(alert).atZone(context.zone())));
        letter.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        letter.setHeader("List-Id", "<" + plain(context.sink()) + ".porchlight." + addresses.domain() + ">");
        if (first.isPresent()) {
            letter.setHeader("In-Reply-To", first.get().id());
            letter.setHeader("References", first.get().id());
        }
        letter.setContent(body(alert, contents));
        letter.saveChanges();
        return letter;
    }

    private static Instant time(Alert alert) {
        if (alert.visit().isEmpty()) {
            return alert.at();
        }
        VisitSummary visit = alert.visit().get();
        return alert.type().equals(Alert.VISIT_STARTED)
                ? visit.start()
                : visit.end().orElse(alert.at());
    }

    private MimeMultipart body(Alert alert, Contents contents) throws MessagingException {
        MimeMultipart body = words(alert, contents);
        if (contents.picture().isPresent()) {
            Media photo = contents.picture().get();
            MimeBodyPart picture = file(new Enclosed(photo.file(), photo.contentType(), "photo.jpg", photo.size()));
            picture.setContentID("<" + cid(alert) + ">");
            picture.setDisposition(MimeBodyPart.INLINE);
            body = new MimeMultipart("related", part(body), picture);
        }
        if (!contents.enclosed().isEmpty()) {
            body = new MimeMultipart("mixed", part(body));
            for (Enclosed enclosed : contents.enclosed()) {
                body.addBodyPart(file(enclosed));
            }
        }
        return body;
    }

    private static MimeBodyPart part(MimeMultipart content) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(content);
        return part;
    }

    /** Its encoding is given, or the whole file would be read to find one. */
    private static MimeBodyPart file(Enclosed enclosed) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new FileDataSource(enclosed.file().toFile()) {
            @Override
            public String getContentType() {
                return enclosed.contentType();
            }
        }));
        part.setHeader("Content-Transfer-Encoding", "base64");
        part.setFileName(enclosed.name());
        part.setDisposition(MimeBodyPart.ATTACHMENT);
        return part;
    }

    private String cid(Alert alert) {
        return "photo." + plain(alert.id()) + "@" + addresses.domain();
    }

    private MimeMultipart words(Alert alert, Contents contents) throws MessagingException {
        List<String> paragraphs = new ArrayList<>();
        if (!alert.text().isBlank()) {
            paragraphs.add(alert.text());
        }
        contents.remark().ifPresent(paragraphs::add);
        StringBuilder text = new StringBuilder(String.join("\n\n", paragraphs));
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body>");
        paragraphs.forEach(
                paragraph -> html.append("<p>").append(escaped(paragraph)).append("</p>"));
        if (contents.picture().isPresent()) {
            html.append("<p><img src=\"cid:")
                    .append(cid(alert))
                    .append("\" alt=\"")
                    .append(escaped(alt(alert)))
                    .append("\" style=\"max-width:100%;height:auto\"></p>");
        }
        alert.links().page().ifPresent(url -> link(text, html, "The visit", url.toString()));
        alert.links().photo().ifPresent(url -> link(text, html, "The photo", url.toString()));
        alert.links().clip().ifPresent(url -> link(text, html, "The clip", url.toString()));
        html.append("</body></html>\n");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.append('\n').toString(), StandardCharsets.UTF_8.name());
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(html.toString(), StandardCharsets.UTF_8.name(), "html");
        return new MimeMultipart("alternative", plain, rich);
    }

    private static void link(StringBuilder text, StringBuilder html, String word, String url) {
        text.append(text.isEmpty() ? "" : "\n").append(word).append(": ").append(url);
        html.append("<p><a href=\"")
                .append(escaped(url))
                .append("\">")
                .append(word)
                .append("</a></p>");
    }

    private String alt(Alert alert) {
        return alert.visit()
                .map(visit -> "Camera " + visit.camera() + ", "
                        + TIME.format(visit.start().atZone(context.zone()))
                        + (visit.closestMm().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        ", %.2f m away",
                                        visit.closestMm().getAsInt() / 1_000.0)
                                : ""))
                .orElse(alert.title());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "<br>");
    }
}
