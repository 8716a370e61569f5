package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.library.Retention.Going;
import dev.porchlight.library.Retention.Row;
import dev.porchlight.library.Retention.Stock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
    private static final int MANY = 100;
    private static final int CLIP = 10;
    private static final int REST = 1;

    private final Retention retention = new Retention(new RetentionConfig(30, 14, 1_000, 100));

    /** Two of each kind, the kinds in turn, so that age alone never gives the order. */
    private static List<Row> house() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(1, "starred"));
        rows.add(row(2, "owed"));
        rows.add(row(3, ""));
        rows.add(row(4, "starred"));
        rows.add(row(5, "owed"));
        rows.add(row(6, ""));
        Collections.shuffle(rows, new Random(7));
        return rows;
    }

    private static Row row(long seq, String kind) {
        return new Row(seq, TODAY, CLIP, REST, kind.equals("starred"), kind.equals("owed"));
    }

    private static Row ofDay(LocalDate day, long clip, boolean starred, boolean owed) {
        return new Row(1, day, clip, REST, starred, owed);
    }

    /** As {@code c3} for the clip of visit 3, {@code v3} for the whole of it. */
    private static String words(List<Going> going) {
        return going.stream().map(one -> (one.whole() ? "v" : "c") + one.seq()).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1, c3",
        "10, c3",
        "11, c3 c6",
        "20, c3 c6",
        "21, v3 c6",
        "22, v3 v6",
        "23, v3 v6 c2",
        "42, v3 v6 c2 c5",
        "43, v3 v6 v2 c5",
        "44, v3 v6 v2 v5",
        "45, v3 v6 v2 v5 c1",
        "64, v3 v6 v2 v5 c1 c4",
        "65, v3 v6 v2 v5 v1 c4",
        "66, v3 v6 v2 v5 v1 v4",
        "1000, v3 v6 v2 v5 v1 v4"
    })
    void spaceIsMadeInTheOrderOfSacrifice(long bytes, String going) {
        assertEquals(going, words(retention.forRoom(house(), bytes, MANY)));
    }

    @Test
    void noMoreGoAtOnceThanAsked() {
        assertEquals("v3 v6 c2", words(retention.forRoom(house(), 1_000, 3)));
    }

    @Test
    void aVisitWithoutAFileGivesNoRoomAndStays() {
        assertEquals("", words(retention.forRoom(List.of(new Row(1, TODAY, 0, 0, false, false)), 5, MANY)));
    }

    @Test
    void whatAStarredOneGivesIsSaid() {
        assertEquals(
                List.of(new Going(1, true, CLIP + REST, true)),
                retention.forRoom(List.of(row(1, "starred")), CLIP + REST, MANY));
    }

    @ParameterizedTest
    @CsvSource({
        // days ago, clip bytes, starred, owed, going
        "0, 10, false, false, ''",
        "14, 10, false, false, ''",
        "15, 10, false, false, c1",
        "15, 10, false, true, c1",
        "15, 0, false, false, ''",
        "30, 10, false, false, c1",
        "30, 0, false, false, ''",
        "31, 10, false, false, v1",
        "31, 0, false, false, v1",
        "31, 10, false, true, v1",
        "31, 10, true, false, ''",
        "9999, 10, true, true, ''",
    })
    void byAgeGoesWhatIsOlderThanItsDaysUnlessItIsStarred(
            int daysAgo, long clip, boolean starred, boolean owed, String going) {
        Row row = ofDay(TODAY.minusDays(daysAgo), clip, starred, owed);

        assertEquals(going, words(retention.tooOld(List.of(row), TODAY)));
    }

    @Test
    void whatIsOfNoKnownAgeIsNeverTooOld() {
        Row row = ofDay(LocalDate.MAX, CLIP, false, false);

        assertEquals("", words(retention.tooOld(List.of(row), TODAY)));
    }

    /** max_size is 1,000, min_free 100. */
    @ParameterizedTest
    @CsvSource({
        // kept, starred, disk, free, excess
        "1000, 0, 9999, 5000, 0",
        "1001, 0, 9999, 5000, 1",
        "1001, 1001, 9999, 5000, 1",
        "900, 0, 9999, 100, 0",
        "900, 0, 9999, 99, 1",
        "1003, 0, 9999, 98, 3",
        "1001, 0, 9999, 90, 10",
        // of a small disk a tenth is enough
        "400, 0, 500, 50, 0",
        "400, 0, 500, 49, 1",
        // what other programs took so much of that nobody can give it back is not paid for
        "100, 0, 9999, 0, 100",
        "99, 0, 9999, 0, 0",
        "900, 801, 9999, 0, 0",
        "900, 800, 9999, 0, 100",
    })
    void theLimitThatBitesFirstSaysHowMuchHasToGo(long kept, long starred, long disk, long free, long excess) {
        assertEquals(excess, retention.excess(new Stock(kept, starred), disk, free));
    }
}
