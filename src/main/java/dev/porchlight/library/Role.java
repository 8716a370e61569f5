package dev.porchlight.library;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a media file is to its visit. The file's name in the visit's folder follows from it. */
public enum Role {
    /** The frame nearest the trigger. */
    PHOTO("photo.jpg", "image/jpeg"),
    /** The sharpest frame near the closest approach. */
    BEST("best.jpg", "image/jpeg"),
    /** The video. */
    CLIP("clip.mp4", "video/mp4"),
    /** The video as it was recorded, kept while there is no program that makes a {@link #CLIP} of it. */
    MJPEG("clip.mkv", "video/x-matroska");

    private final String fileName;
    private final String contentType;

    Role(String fileName, String contentType) {
        this.fileName = fileName;
        this.contentType = contentType;
    }

    public String fileName() {
        return fileName;
    }

    public String contentType() {
        return contentType;
    }

    /** As it is written in the catalog and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofFileName(String fileName) {
        return Arrays.stream(values())
                .filter(role -> role.fileName.equals(fileName))
                .findFirst();
    }
}
