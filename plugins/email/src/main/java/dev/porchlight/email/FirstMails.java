package dev.porchlight.email;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which mail was the first of each visit, so that the next ones are answers to it. One small file a visit; only the
 * newest are kept. When one is lost, a mail begins a thread of its own, and nothing worse.
 */
final class FirstMails {
    private static final int KEPT = 500;

    private final Path folder;

    /**
     * A mail that was sent.
     *
     * @param id its Message-ID
     * @param subject without {@code Re:}; some mail programs thread only what has the same
     */
    record FirstMail(String id, String subject) {}

    FirstMails(Path folder) {
        this.folder = folder;
    }

    Optional<FirstMail> of(String visit) throws IOException {
        try {
            String[] lines = Files.readString(file(visit)).split("\n", -1);
            return lines.length < 2 ? Optional.empty() : Optional.of(new FirstMail(lines[0], lines[1]));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void sent(String visit, FirstMail mail) throws IOException {
        Files.createDirectories(folder);
        Path file = file(visit);
        if (Files.exists(file)) {
            return;
        }
        Path aside = folder.resolve("new.part");
        Files.writeString(aside, mail.id() + "\n" + mail.subject(), StandardCharsets.UTF_8);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Called when the sink opens: it need not be exact. */
    void forgetOldOnes() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        record Dated(Path file, FileTime time) {}
        List<Dated> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.add(new Dated(file, Files.getLastModifiedTime(file)));
            }
        }
        all.sort(Comparator.comparing(Dated::time).reversed());
        for (Dated old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            Files.deleteIfExists(old.file());
        }
    }

    private Path file(String visit) {
        return folder.resolve("visit-" + visit.replaceAll("[^A-Za-z0-9_-]", "-"));
    }
}
