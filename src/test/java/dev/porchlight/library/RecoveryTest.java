package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test is a power cut after one step of taking a visit. */
class RecoveryTest {
    private Home home;

    @BeforeEach
    void aHome(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.open();
        home.take();
        home.close();
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    /** What a killed host leaves: its mark in the lock file. Its folders are older than the next host. */
    private void powerCut() throws IOException {
        Files.writeString(home.path.resolve("lock"), "process 1");
        try (Stream<Path> all = Files.walk(home.path.resolve("media"))) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
            }
        }
    }

    private Path newFolder(VisitId id) throws IOException {
        return Files.createDirectories(home.path.resolve("media/2026/11/23/07-20-00.000_front_" + id));
    }

    private void assertSoundWith(int visits) throws IOException {
        home.close();
        DataFolder data = DataFolder.lookInto(home.path);
        try (Check check = Check.of(data, Home.BERLIN, false, words -> {})) {
            Check.Report report = check.run();
            assertEquals(List.of(), report.wrong());
            assertEquals(visits, report.visits());
        }
    }

    @Test
    void afterTheFolder() throws IOException {
        Path folder = newFolder(VisitId.create());
        powerCut();

        home.open();

        assertFalse(Files.exists(folder));
        assertSoundWith(1);
    }

    @Test
    void inTheMiddleOfThePhoto() throws IOException {
        Path folder = newFolder(VisitId.create());
        Files.write(folder.resolve("photo.jpg.part"), new byte[1_000]);
        powerCut();

        home.open();

        assertFalse(Files.exists(folder));
        assertSoundWith(1);
    }

    @Test
    void betweenThePhotoAndTheCommit() throws IOException {
        Path folder = newFolder(VisitId.create());
        Files.write(folder.resolve("photo.jpg"), Home.photo());
        powerCut();

        home.open();

        assertFalse(Files.exists(folder));
        assertSoundWith(1);
    }

    @Test
    void betweenTheCommitAndTheSidecar() throws IOException {
        home.open();
        Visit visit = home.library.page(VisitQuery.newest(1)).visits().get(0);
        home.library.keep(visit.id(), true);
        Path sidecar = home.folder(visit).resolve("visit.json");
        home.close();
        Files.delete(sidecar);
        try (Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"))) {
            catalog.write(Catalog.Priority.WEB, c -> {
                VisitRows.markStale(c, visit.seq());
                return true;
            });
        }
        powerCut();

        home.open();
        home.close();

        assertTrue(Files.exists(sidecar));
        assertSoundWith(1);
    }

    @Test
    void aFolderThatWasAVisitOnceIsNeverRemoved() throws IOException {
        Path folder = newFolder(VisitId.create());
        Files.write(folder.resolve("photo.jpg"), Home.photo());
        Files.writeString(folder.resolve("visit.json"), "{}");
        powerCut();

        home.open();

        assertTrue(Files.exists(folder.resolve("photo.jpg")));
    }
}
