package dev.porchlight.email;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkContract;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.email.Porch.Try;
import dev.porchlight.kit.Program;
import jakarta.mail.BodyPart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives in a mailbox. */
class EmailSinkTest extends SinkContract {
    private static final GreenMail SERVER = new GreenMail(ServerSetup.SMTP.dynamicPort());

    @BeforeAll
    static void startTheServer() {
        SERVER.start();
    }

    @AfterAll
    static void stopTheServer() {
        SERVER.stop();
    }

    @BeforeEach
    void emptyTheMailboxes() throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
    }

    @Override
    protected SinkFactory factory() {
        return new EmailSinkFactory();
    }

    @Override
    protected Settings settings() {
        return Porch.settings(SERVER.getSmtp().getPort(), Map.of());
    }

    @Override
    protected Optional<Settings> settingsOfASilentFarSide(int port) {
        return Optional.of(Porch.settings(port, Map.of("host", "127.0.0.1")));
    }

    /** By Message-ID: that is how mail programs know the same mail. */
    @Override
    protected int arrived() throws Exception {
        Set<String> ids = new HashSet<>();
        for (MimeMessage mail : SERVER.getReceivedMessages()) {
            ids.add(mail.getMessageID());
        }
        return ids.size();
    }

    private Sink porch(Map<String, Object> more) throws Exception {
        return factory().open(Porch.settings(SERVER.getSmtp().getPort(), more), Porch.context(folder));
    }

    private MimeMessage mail(int index) {
        return SERVER.getReceivedMessages()[index];
    }

    private static byte[] bytes(Part part) throws Exception {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static BodyPart part(Part of, int index) throws Exception {
        return ((MimeMultipart) of.getContent()).getBodyPart(index);
    }

    @Test
    void aVisitIsOneThreadOfPhotoThenBestPhotoAndClip() throws Exception {
        byte[] photo = {1, 2, 3};
        byte[] best = {4, 5, 6, 7};
        byte[] clip = new byte[100_000];
        Arrays.fill(clip, (byte) 9);
        Media first = Porch.media(folder, "photo", photo);
        try (Sink sink = porch(Map.of())) {
            sink.deliver(Porch.started("Somebody at Haustür, 1.12 m", first), new Try(30));
            sink.deliver(
                    Porch.finished(first, Porch.media(folder, "best", best), Porch.media(folder, "clip", clip)),
                    new Try(30));
        }

        MimeMessage started = mail(0);
        assertEquals("Somebody at Haustür, 1.12 m", started.getSubject());
        assertEquals("<alert-1.me@example.org>", started.getMessageID());
        assertEquals("Mon, 23 Nov 2026 07:15:02 +0100", started.getHeader("Date", null));
        assertEquals("auto-generated", started.getHeader("Auto-Submitted", null));
        assertEquals("<me.porchlight.example.org>", started.getHeader("List-Id", null));
        assertTrue(started.getFrom()[0].toString().contains("porch@example.org"));
        assertTrue(started.isMimeType("multipart/related"));
        BodyPart words = part(started, 0);
        assertTrue(words.isMimeType("multipart/alternative"));
        String text = (String) part(words, 0).getContent();
        String html = (String) part(words, 1).getContent();
        assertTrue(text.contains("The visit: http://porch.local/visits/" + Porch.VISIT), text);
        assertTrue(html.contains("&lt;motion&gt;") && !html.contains("<motion>"), html);
        assertTrue(html.contains("alt=\"Camera front, 2026-11-23 07:15:02, 1.12 m away\""), html);
        BodyPart picture = part(started, 1);
        assertEquals("<photo.alert-1@example.org>", picture.getHeader("Content-ID")[0]);
        assertTrue(html.contains("src=\"cid:photo.alert-1@example.org\""), html);
        assertEquals(Part.INLINE, picture.getDisposition());
        assertArrayEquals(photo, bytes(picture));

        MimeMessage finished = mail(1);
        assertEquals("Re: Somebody at Haustür, 1.12 m", finished.getSubject());
        assertEquals(started.getMessageID(), finished.getHeader("In-Reply-To", null));
        assertEquals(started.getMessageID(), finished.getHeader("References", null));
        assertTrue(finished.isMimeType("multipart/mixed"));
        assertArrayEquals(best, bytes(part(part(finished, 0), 1)));
        assertArrayEquals(clip, bytes(part(finished, 1)));
        assertEquals("clip.mp4", part(finished, 1).getFileName());
    }

    @Test
    void aFollowUpWithoutAFirstMailBeginsItsOwnThread() throws Exception {
        try (Sink sink = porch(Map.of())) {
            sink.deliver(Porch.finished(Porch.media(folder, "photo", new byte[3])), new Try(30));
        }

        assertEquals("Somebody at Haustür, 0.80 m", mail(0).getSubject());
        assertEquals(null, mail(0).getHeader("References"));
    }

    @Test
    void everybodyGetsIt() throws Exception {
        try (Sink sink = porch(Map.of("to", List.of("me@example.org", "Jürgen <you@example.org>")))) {
            sink.deliver(Porch.started("Somebody"), new Try(30));
        }

        assertEquals(2, SERVER.getReceivedMessages().length);
        assertEquals(2, mail(0).getAllRecipients().length);
        assertTrue(mail(0).getAllRecipients()[1].toString().startsWith("=?UTF-8?"));
    }

    @Test
    void otherAlertsArePlainMails() throws Exception {
        try (Sink sink = porch(Map.of())) {
            for (String type : List.of(Alert.HEALTH_CHANGED, "digest", Alert.TEST)) {
                sink.deliver(Porch.plain(type), new Try(30));
            }
            sink.deliver(Porch.plain("log.daily", Porch.media(folder, "log", new byte[] {97, 44, 98})), new Try(30));
        }

        assertTrue(((String) part(mail(0), 0).getContent()).startsWith("Look at its cable."));
        assertEquals(4, SERVER.getReceivedMessages().length);
        assertEquals("log.csv", part(mail(3), 1).getFileName());
    }

    @Test
    void aTypeItDoesNotKnowIsIgnored() throws Exception {
        try (Sink sink = porch(Map.of())) {
            assertTrue(
                    sink.deliver(Porch.plain("moon.full"), new Try(30)).words().startsWith("ignored"));
        }
        assertEquals(0, SERVER.getReceivedMessages().length);
    }

    /** Sixty seconds of noise, so that it is large. */
    private Media film() throws Exception {
        Path film = folder.resolve("film.mp4");
        Program.Ended made = Program.run(
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=1280x720:rate=15:duration=40",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "12",
                        "-pix_fmt",
                        "yuv420p",
                        film.toString()),
                Duration.ofSeconds(40));
        assertEquals(0, made.exit(), made.complaint());
        return Porch.media("clip", film);
    }

    @Test
    void aClipThatIsTooLargeIsMadeSmallerAndPlays() throws Exception {
        Media film = film();
        try (Sink sink = porch(Map.of("attach_clip_up_to", film.size() / 2))) {
            sink.deliver(Porch.finished(film), new Try(60));
        }

        Path got = Files.write(folder.resolve("got.mp4"), bytes(part(mail(0), 1)));
        assertTrue(Files.size(got) <= film.size() / 2);
        Program.Ended asked = Program.run(
                List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=codec_name,width,duration",
                        "-of",
                        "csv=p=0",
                        got.toString()),
                Duration.ofSeconds(20));
        assertTrue(asked.output().matches("h264,640,(19\\.9|20\\.)\\d*\\s*"), asked.output());
        assertFalse(Files.exists(folder.resolve("own/small/alert-2.mp4")));
    }

    @Test
    void withoutFfmpegThePictureGoesWithALink() throws Exception {
        SmallClip none = new SmallClip(
                "no-such-ffmpeg",
                "no-such-ffprobe",
                folder.resolve("small"),
                Porch.context(folder).log());
        Alert alert =
                Porch.finished(Porch.media(folder, "photo", new byte[3]), Porch.media(folder, "clip", new byte[3_000]));

        Letters letters = new Letters(
                Addresses.parse("porch@example.org", List.of("me@example.org"), "Haustür"), Porch.context(folder));
        Exchange.Written written = new Enclosures(none, 1_000)
                .pack(
                        alert,
                        Fit.CLIP,
                        Long.MAX_VALUE,
                        Duration.ofSeconds(20),
                        contents -> letters.write(null, alert, contents, Optional.empty()));

        assertEquals(Fit.PICTURE, written.fit());
        String text = (String) part(part(written.letter(), 0), 0).getContent();
        assertTrue(
                text.contains("The clip (0.0 MB) is too large for a mail; it is here: http://porch.local/media/"),
                text);
    }

    @Test
    void theSmallClipIsAroundTheClosestApproach() throws IOException {
        // 40 s long, the visit 30 s: 10 s of pre-roll; closest 20 s after the trigger, so at 30 s; 10 s before that
        assertEquals(20, SmallClip.start(40, Porch.finished().visit()));
        assertEquals(0, SmallClip.start(12, Porch.finished().visit()));
    }
}
