package dev.porchlight.demo;

import java.awt.Color;

/** The colours of an hour: what the sky, the ground and the air between are like. */
enum Light {
    DAY(
            new Color(0x8EC5E8),
            new Color(0xF7E7CE),
            new Color(0xA9C0A6),
            new Color(0x7FA27A),
            new Color(0x5F8F5B),
            new Color(0x3F6F47),
            new Color(0xD8C7AE),
            new Color(0xB9A68A),
            new Color(0x6E4A32),
            0),
    NIGHT(
            new Color(0x0F1B3D),
            new Color(0x5B4B7A),
            new Color(0x24345C),
            new Color(0x1C2B4D),
            new Color(0x22453F),
            new Color(0x142F31),
            new Color(0x8A7A72),
            new Color(0x5F5560),
            new Color(0x33231E),
            1);

    final Color skyTop;
    final Color skyLow;
    final Color hills;
    final Color houses;
    final Color lawn;
    final Color hedge;
    final Color path;
    final Color joints;
    final Color wood;
    final double darkness;

    Light(
            Color skyTop,
            Color skyLow,
            Color hills,
            Color houses,
            Color lawn,
            Color hedge,
            Color path,
            Color joints,
            Color wood,
            double darkness) {
        this.skyTop = skyTop;
        this.skyLow = skyLow;
        this.hills = hills;
        this.houses = houses;
        this.lawn = lawn;
        this.hedge = hedge;
        this.path = path;
        this.joints = joints;
        this.wood = wood;
        this.darkness = darkness;
    }

    boolean isNight() {
        return this == NIGHT;
    }

    /** The light at this hour of the day, 0 to 23. */
    static Light atHour(int hour) {
        return hour >= 7 && hour < 18 ? DAY : NIGHT;
    }
}
