package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisitZipTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private Shelf shelf;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<LocalDateTime> times = new ArrayList<>();

    @BeforeEach
    void aShelf(@TempDir Path folder) {
        shelf = new Shelf(folder);
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                times.add(entry.getTimeLocal());
                assertEquals(null, entries.put(entry.getName(), zip.readAllBytes()), entry.getName() + " comes twice");
            }
        }
        return entries;
    }

    private static String missing(Map<String, byte[]> entries) {
        return new String(entries.get("MISSING.txt"), StandardCharsets.UTF_8);
    }

    @Test
    void theFilesAreNamedByTheHomesTime() throws IOException {
        Visit first = shelf.add("motion", true);
        Visit second = shelf.add("motion", true);

        VisitZip.write(shelf, BERLIN, List.of(second.id(), first.id()), out);

        Map<String, byte[]> entries = entries();
        assertEquals(
                List.of("2026-11-23_07-15-04_front.jpg", "2026-11-23_07-15-03_front.jpg"),
                List.copyOf(entries.keySet()));
        assertArrayEquals(Shelf.PHOTO, entries.get("2026-11-23_07-15-03_front.jpg"));
        assertEquals(LocalDateTime.parse("2026-11-23T07:15:04"), times.get(0));
    }

    @Test
    void twoOfTheSameSecondHaveTwoNames() throws IOException {
        Visit visit = shelf.add("motion", true);

        VisitZip.write(shelf, BERLIN, List.of(visit.id(), visit.id()), out);

        assertEquals(
                List.of("2026-11-23_07-15-03_front.jpg", "2026-11-23_07-15-03_front_2.jpg"),
                List.copyOf(entries().keySet()));
    }

    @Test
    void whatIsMissingIsTold() throws IOException {
        Visit whole = shelf.add("motion", true);
        Visit bare = shelf.add("motion", false);
        Visit lost = shelf.add("motion", true);
        Visit cut = shelf.add("motion", true);
        Visit deleted = shelf.add("motion", true);
        VisitId nobody = VisitId.create();
        Files.delete(shelf.folder(lost).resolve("photo.jpg"));
        Files.write(shelf.folder(cut).resolve("photo.jpg"), new byte[3]);
        shelf.delete(deleted.id());

        VisitZip.write(shelf, BERLIN, List.of(whole.id(), bare.id(), lost.id(), cut.id(), deleted.id(), nobody), out);

        Map<String, byte[]> entries = entries();
        assertEquals(List.of("2026-11-23_07-15-03_front.jpg", "MISSING.txt"), List.copyOf(entries.keySet()));
        assertEquals(
                List.of(
                        "2026-11-23_07-15-04_front: the camera gives no pictures",
                        "2026-11-23_07-15-05_front.jpg: its file is missing on the disk",
                        "2026-11-23_07-15-06_front.jpg: its file has another length than it was kept with",
                        "visit " + deleted.id() + ": it was deleted, or never was",
                        "visit " + nobody + ": it was deleted, or never was"),
                missing(entries).lines().skip(2).toList());
    }

    @Test
    void aZipOfNothingIsAZip() throws IOException {
        VisitZip.write(shelf, BERLIN, DAY, out);

        assertEquals(Map.of(), entries());
        assertTrue(out.size() > 0);
    }

    @Test
    void aLongDayIsReadPageByPageAndWrittenInSmallPieces() throws IOException {
        for (int i = 0; i < 2_010; i++) {
            shelf.add("motion", i % 10 == 0);
        }
        int[] largest = {0};
        OutputStream pieces = new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                largest[0] = Math.max(largest[0], count);
                out.write(bytes, from, count);
            }
        };

        VisitZip.write(shelf, BERLIN, DAY, pieces);

        Map<String, byte[]> entries = entries();
        assertEquals(201, entries.size());
        assertTrue(missing(entries).endsWith("only its newest 2000 are here\r\n"));
        assertTrue(largest[0] <= 70_000, "a piece of " + largest[0] + " bytes");
        assertEquals(50, shelf.largestPage);
    }

    @Test
    void moreThanTwoThousandAreRefusedBeforeAnythingIsWritten() {
        List<VisitId> many = Collections.nCopies(2_001, VisitId.create());

        Exception e = assertThrows(IllegalArgumentException.class, () -> VisitZip.write(shelf, BERLIN, many, out));

        assertEquals(
                "at most 2000 visits go into one zip, not 2001; choose fewer, or download day by day", e.getMessage());
        assertEquals(0, out.size());
    }

    @Test
    void whoeverGoesAwayEndsIt() throws IOException {
        for (int i = 0; i < 500; i++) {
            shelf.add("motion", true);
        }
        OutputStream gone = new OutputStream() {
            private int left = 20_000;

            @Override
            public void write(int b) throws IOException {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                left -= count;
                if (left < 0) {
                    throw new IOException("the browser is gone");
                }
            }
        };

        IOException e = assertThrows(IOException.class, () -> VisitZip.write(shelf, BERLIN, DAY, gone));

        assertEquals("the browser is gone", e.getMessage());
        assertEquals(1, shelf.pages);
    }
}
