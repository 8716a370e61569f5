package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is changed as editors and people change it. */
@Timeout(30)
class ConfigWatchTest {
    private static final Duration EACH = Duration.ofMillis(20);

    @TempDir
    private Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Path file;
    private Path password;
    private ConfigWatch watch;

    @BeforeEach
    void aConfiguration() throws IOException {
        password = Files.writeString(folder.resolve("password"), "old");
        file = Files.writeString(
                folder.resolve("porchlight.yaml"), "name: Porch\nsinks: [{password: \"${file:" + password + "}\"}]\n");
        watch = new ConfigWatch(file, EACH);
        watch.start(() -> told.add("changed"));
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private void assertTold() throws InterruptedException {
        assertNotNull(told.poll(10, TimeUnit.SECONDS));
    }

    private void assertNotTold() throws InterruptedException {
        assertNull(told.poll(10 * EACH.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void aFileThatIsWrittenToIsTold() throws Exception {
        Files.writeString(file, "name: Door\n");
        assertTold();
        assertNotTold();
    }

    @Test
    void anotherFileInItsPlaceIsToldThoughItsSizeAndTimeAreTheSame() throws Exception {
        FileTime time = Files.getLastModifiedTime(file);
        Path other =
                Files.writeString(folder.resolve("new"), Files.readString(file).replace("Porch", "Doors"));
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertTold();
    }

    @Test
    void aFileThatOnlyLooksAnewIsNotTold() throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertNotTold();
    }

    @Test
    void aPasswordInAFileOfItsOwnIsToldToo() throws Exception {
        Files.writeString(password, "new");
        assertTold();
        Files.delete(password);
        assertTold();
    }

    @Test
    void aFileThatGoesAndComesBackIsToldEachTime() throws Exception {
        String text = Files.readString(file);
        Files.delete(file);
        assertTold();
        Files.writeString(file, text);
        assertTold();
    }
}
