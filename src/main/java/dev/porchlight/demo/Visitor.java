package dev.porchlight.demo;

import java.awt.Color;

/** Who comes to the demo's door. */
enum Visitor {
    NEIGHBOUR(
            1.68,
            new Color(0xC8553D),
            new Color(0x2E4057),
            new Color(0xF2C14E),
            new Color(0x5B3A29),
            new Color(0xEEC0A0)),
    POSTMAN(
            1.80,
            new Color(0x2F5D8C),
            new Color(0x22303F),
            new Color(0xE0E4EA),
            new Color(0x2B2522),
            new Color(0xC98F68)),
    CHILD(
            1.16,
            new Color(0xE7A933),
            new Color(0x3E6990),
            new Color(0x7FB069),
            new Color(0xB5651D),
            new Color(0xF3CDB0)),
    GUEST(
            1.74,
            new Color(0x3F7D6E),
            new Color(0x3B3355),
            new Color(0xD9A5B3),
            new Color(0x1F1A1A),
            new Color(0xA9714B));

    private final double height;
    private final Color coat;
    private final Color trousers;
    private final Color accent;
    private final Color hair;
    private final Color skin;

    Visitor(double height, Color coat, Color trousers, Color accent, Color hair, Color skin) {
        this.height = height;
        this.coat = coat;
        this.trousers = trousers;
        this.accent = accent;
        this.hair = hair;
        this.skin = skin;
    }

    /** In metres. */
    double height() {
        return height;
    }

    Color coat() {
        return coat;
    }

    Color trousers() {
        return trousers;
    }

    Color accent() {
        return accent;
    }

    Color hair() {
        return hair;
    }

    Color skin() {
        return skin;
    }
}
