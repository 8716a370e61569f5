package dev.porchlight.engine;

import dev.porchlight.camera.PictureSize;
import dev.porchlight.library.Taking;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalInt;

/** Makes photos of frames: date, time, distance and words go into the picture. Safe on every thread. */
final class Darkroom {
    private volatile String house;
    private final ZoneId zone;

    Darkroom(String house, ZoneId zone) {
        this.house = house;
        this.zone = zone;
    }

    void rename(String newName) {
        house = newName;
    }

    /**
     * @param distanceMm how far away somebody was, in millimetres
     * @param why why the visit was opened
     */
    Taking.Photo photo(byte[] jpeg, Instant at, OptionalInt distanceMm, String why) {
        byte[] told = Exif.into(jpeg, at.atZone(zone).toOffsetDateTime(), distanceMm, house + ": " + why);
        PictureSize size = PictureSize.of(jpeg).orElse(new PictureSize(0, 0));
        return new Taking.Photo(told, size.width(), size.height());
    }
}
