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

    /** The largest piece, if as much as there is was asked for. */
    private int write(ZipVisits visits) throws IOException {
        byte[] piece = new byte[1 << 20];
        int largest = 0;
        try (VisitZip zip = new VisitZip(shelf, BERLIN, visits)) {
            for (int count = zip.next(piece); count >= 0; count = zip.next(piece)) {
                largest = Math.max(largest, count);
                out.write(piece, 0, count);
            }
        }
        return largest;
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

        write(new ChosenVisits(shelf, List.of(second.id(), first.id())));

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

        write(new ChosenVisits(shelf, List.of(visit.id(), visit.id())));

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

        write(new ChosenVisits(shelf, List.of(whole.id(), bare.id(), lost.id(), cut.id(), deleted.id(), nobody)));

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
        write(new VisitsOfDay(shelf, DAY));

        assertEquals(Map.of(), entries());
        assertTrue(out.size() > 0);
    }

    @Test
    void aLongDayIsReadPageByPageAndWrittenInSmallPieces() throws IOException {
        for (int i = 0; i < 2_010; i++) {
            shelf.add("motion", i % 10 == 0);
        }

        int largest = write(new VisitsOfDay(shelf, DAY));

        Map<String, byte[]> entries = entries();
        assertEquals(201, entries.size());
        assertTrue(missing(entries).endsWith("only its newest 2000 are here\r\n"));
        assertTrue(largest <= 70_000, "a piece of " + largest + " bytes");
        assertEquals(50, shelf.largestPage);
    }

    @Test
    void moreThanTwoThousandAreRefusedBeforeAnythingIsWritten() {
        List<VisitId> many = Collections.nCopies(2_001, VisitId.create());

        Exception e = assertThrows(IllegalArgumentException.class, () -> write(new ChosenVisits(shelf, many)));

        assertEquals(
                "at most 2000 visits go into one zip, not 2001; choose fewer, or download day by day", e.getMessage());
        assertEquals(0, out.size());
    }

    @Test
    void whateverIsAskedForInSmallPiecesIsTheSame() throws IOException {
        shelf.addClip(200_000);
        shelf.add("motion", true);
        write(new VisitsOfDay(shelf, DAY));
        byte[] atOnce = out.toByteArray();
        out.reset();

        byte[] piece = new byte[777];
        try (VisitZip zip = new VisitZip(shelf, BERLIN, new VisitsOfDay(shelf, DAY))) {
            for (int count = zip.next(piece); count >= 0; count = zip.next(piece)) {
                assertTrue(count > 0);
                out.write(piece, 0, count);
            }
        }

        assertArrayEquals(atOnce, out.toByteArray());
    }

    @Test
    void whoeverGoesAwayEndsIt() throws IOException {
        for (int i = 0; i < 500; i++) {
            shelf.add("motion", true);
        }
        try (VisitZip zip = new VisitZip(shelf, BERLIN, new VisitsOfDay(shelf, DAY))) {
            byte[] piece = new byte[1_000];
            for (int taken = 0; taken < 20_000; ) {
                taken += zip.next(piece);
            }
        }

        assertEquals(1, shelf.pages);
    }
}
