package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.RecordedClip.Still;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BestPhotoTest {
    private static final Still SHARP_BUT_EARLY = new Still(1_000, 0, 90_000);
    private static final Still BLURRED = new Still(6_900, 0, 40_000);
    private static final Still SHARP = new Still(7_300, 0, 60_000);
    private static final Still FAIR = new Still(7_400, 0, 50_000);
    private static final List<Still> CLIP = List.of(SHARP_BUT_EARLY, BLURRED, SHARP, FAIR);

    private static ReadingRow reading(int ms, int mm) {
        return new ReadingRow(ms, true, mm == 0 ? OptionalInt.empty() : OptionalInt.of(mm));
    }

    @Test
    void isTheSharpestNearTheClosestApproach() {
        assertEquals(Optional.of(SHARP), BestPhoto.of(CLIP, 7_000));
    }

    @Test
    void isTheNearestThereIsWhenTheCameraWasAwayThen() {
        assertEquals(Optional.of(SHARP), BestPhoto.of(CLIP, 60_000));
        assertEquals(Optional.empty(), BestPhoto.of(List.of(), 60_000));
    }

    @Test
    void theClosestApproachIsTheLeastDistanceThatIsNoEchoOfTheHousing() {
        assertEquals(
                700,
                BestPhoto.closestMs(
                        List.of(
                                reading(-500, 60),
                                reading(100, 900),
                                reading(400, 0),
                                reading(700, 500),
                                reading(800, 20)),
                        50));
    }

    @Test
    void itIsTheTriggerWhenNothingWasMeasured() {
        assertEquals(0, BestPhoto.closestMs(List.of(reading(300, 0)), 50));
    }
}
