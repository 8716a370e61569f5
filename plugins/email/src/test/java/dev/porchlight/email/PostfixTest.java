package dev.porchlight.email;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.porchlight.api.Media;
import dev.porchlight.api.Sink;
import dev.porchlight.email.Porch.Try;
import dev.porchlight.kit.Program;
import jakarta.mail.BodyPart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A visit's two mails through a real mail server, with STARTTLS, into a real mailbox. */
@Timeout(120)
class PostfixTest {
    @TempDir
    private Path folder;

    private Path ffmpeg(String name, String... options) throws Exception {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=15:duration=3"));
        command.addAll(List.of(options));
        command.add(file.toString());
        Program.Ended made = Program.run(command, Duration.ofSeconds(40));
        assertEquals(0, made.exit(), made.complaint());
        return file;
    }

    private static BodyPart part(Part of, int index) throws Exception {
        return ((MimeMultipart) of.getContent()).getBodyPart(index);
    }

    private static byte[] bytes(Part part) throws Exception {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static MimeMessage parse(Path mail) throws Exception {
        try (InputStream in = Files.newInputStream(mail)) {
            return new MimeMessage(null, in);
        }
    }

    @Test
    void aVisitsPhotoIsInlineAndItsClipPlays() throws Exception {
        Optional<String> obstacle = Postfix.obstacle();
        if (obstacle.isPresent()) {
            System.out.println("skipped: no mail goes through a real Postfix here, " + obstacle.get());
            abort(obstacle.get());
        }
        Certificates certificates = new Certificates(folder);
        Path certificate = certificates.issue("localhost", 30);
        Media photo = Porch.media("photo", ffmpeg("photo.jpg", "-frames:v", "1"));
        Media clip = Porch.media("clip", ffmpeg("clip.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p"));
        try (Postfix postfix = Postfix.start(Postfix.folder(), certificate, certificates.key("localhost"))) {
            Map<String, Object> trusting = Map.of(
                    "security", "starttls", "ca_file", certificates.authority().toString());
            try (Sink sink =
                    new EmailSinkFactory().open(Porch.settings(postfix.port(), trusting), Porch.context(folder))) {
                String words = sink.deliver(Porch.started("Somebody at Haustür, 1.12 m", photo), new Try(60))
                        .words();
                assertTrue(words.contains("queued as"), words);
                postfix.awaitMails(1);
                sink.deliver(Porch.finished(photo, clip), new Try(60));
            }
            List<Path> mails = postfix.awaitMails(2);
            assertTrue(Files.readString(mails.get(0)).contains("TLSv1.3"), "Postfix notes how it came");

            MimeMessage started = parse(mails.get(0));
            assertEquals("Somebody at Haustür, 1.12 m", started.getSubject());
            BodyPart picture = part(started, 1);
            assertEquals(Part.INLINE, picture.getDisposition());
            assertEquals("<photo.alert-1@example.org>", picture.getHeader("Content-ID")[0]);
            assertTrue(part(part(started, 0), 1).getContent().toString().contains("cid:photo.alert-1@example.org"));
            assertArrayEquals(Files.readAllBytes(photo.file()), bytes(picture));

            MimeMessage finished = parse(mails.get(1));
            assertEquals(started.getMessageID(), finished.getHeader("References", null));
            assertPlays(bytes(part(finished, 1)));
        }
    }

    private void assertPlays(byte[] clip) throws Exception {
        Path got = Files.write(folder.resolve("got.mp4"), clip);
        Program.Ended asked = Program.run(
                List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_frames",
                        "-show_entries",
                        "stream=codec_name,width,nb_read_frames",
                        "-of",
                        "csv=p=0",
                        got.toString()),
                Duration.ofSeconds(20));
        assertEquals("h264,640,45", asked.output().strip(), asked.complaint());
    }
}
