package dev.porchlight.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Random;

/** The garden as the door sees it, painted back to front like a paper theatre. */
final class Backdrop {
    private final Perspective eye;
    private final Light light;
    private final double w;
    private final double h;

    Backdrop(Perspective eye, Light light) {
        this.eye = eye;
        this.light = light;
        this.w = eye.width();
        this.h = eye.height();
    }

    void paint(Graphics2D g) {
        sky(g);
        hills(g);
        street(g);
        lawn(g);
        path(g);
        hedge(g);
        lamp(g);
        pots(g);
    }

    private static Color clear(Color c, double alpha) {
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), (int) Math.round(255 * alpha));
    }

    static Color mix(Color a, Color b, double share) {
        return new Color(
                (int) Math.round(a.getRed() + (b.getRed() - a.getRed()) * share),
                (int) Math.round(a.getGreen() + (b.getGreen() - a.getGreen()) * share),
                (int) Math.round(a.getBlue() + (b.getBlue() - a.getBlue()) * share));
    }

    private void sky(Graphics2D g) {
        g.setPaint(new GradientPaint(0, 0, light.skyTop, 0, (float) eye.horizon(), light.skyLow));
        g.fill(new Rectangle2D.Double(0, 0, w, eye.horizon() + 4));
        Random random = new Random(4);
        if (light.isNight()) {
            for (int i = 0; i < 90; i++) {
                double size = 1 + random.nextDouble() * 2.2;
                g.setColor(new Color(255, 246, 220, 60 + random.nextInt(150)));
                g.fill(new Ellipse2D.Double(
                        random.nextDouble() * w, random.nextDouble() * eye.horizon() * 0.8, size, size));
            }
            glow(g, w * 0.80, h * 0.145, h * 0.20, new Color(0xFFF1C9), 0.45);
            Area moon = new Area(new Ellipse2D.Double(w * 0.775, h * 0.10, h * 0.09, h * 0.09));
            moon.subtract(new Area(new Ellipse2D.Double(w * 0.792, h * 0.09, h * 0.085, h * 0.085)));
            g.setColor(new Color(0xFFF1C9));
            g.fill(moon);
        } else {
            glow(g, w * 0.80, h * 0.12, h * 0.30, new Color(0xFFF6D8), 0.9);
            for (double[] cloud : new double[][] {{0.34, 0.17, 0.9}, {0.50, 0.12, 0.6}, {0.66, 0.22, 0.5}}) {
                cloud(g, w * cloud[0], h * cloud[1], h * 0.10 * cloud[2]);
            }
        }
    }

    private static void cloud(Graphics2D g, double x, double y, double size) {
        g.setColor(new Color(0xFBFBFA));
        g.fill(new Ellipse2D.Double(x - size, y - size * 0.35, size * 1.2, size * 0.7));
        g.fill(new Ellipse2D.Double(x - size * 0.35, y - size * 0.62, size * 1.1, size * 0.97));
        g.fill(new Ellipse2D.Double(x + size * 0.2, y - size * 0.3, size * 1.1, size * 0.65));
    }

    static void glow(Graphics2D g, double x, double y, double radius, Color color, double alpha) {
        g.setPaint(new RadialGradientPaint(
                new Point2D.Double(x, y), (float) radius, new float[] {0, 0.35f, 1}, new Color[] {
                    clear(color, alpha), clear(color, alpha * 0.35), clear(color, 0)
                }));
        g.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
    }

    private void hills(Graphics2D g) {
        double y = eye.horizon();
        for (int layer = 0; layer < 2; layer++) {
            g.setColor(mix(light.hills, light.skyLow, 0.45 - layer * 0.35));
            Path2D hill = new Path2D.Double();
            hill.moveTo(0, y + 6);
            hill.lineTo(0, y - h * (0.09 - layer * 0.03));
            hill.append(
                    new CubicCurve2D.Double(
                            0,
                            y - h * (0.09 - layer * 0.03),
                            w * 0.3,
                            y - h * (0.16 - layer * 0.13),
                            w * 0.45,
                            y - h * (0.01 + layer * 0.06),
                            w * 0.62,
                            y - h * 0.06),
                    true);
            hill.append(
                    new CubicCurve2D.Double(
                            w * 0.62,
                            y - h * 0.06,
                            w * 0.8,
                            y - h * (0.12 - layer * 0.06),
                            w * 0.9,
                            y - h * 0.04,
                            w,
                            y - h * 0.07),
                    true);
            hill.lineTo(w, y + 6);
            hill.closePath();
            g.fill(hill);
        }
    }

    /** Three houses over the road, their windows lit at night. */
    private void street(Graphics2D g) {
        double base = eye.groundY(14);
        g.setColor(mix(light.lawn, light.houses, 0.5));
        g.fill(new Rectangle2D.Double(0, eye.horizon() - 2, w, base - eye.horizon() + 4));
        double[][] houses = {
            {0.03, 0.17, 0.165, 0.09}, {0.27, 0.15, 0.12, 0.075}, {0.69, 0.16, 0.15, 0.085}, {0.88, 0.15, 0.115, 0.07}
        };
        for (int i = 0; i < houses.length; i++) {
            double x = w * houses[i][0];
            double width = w * houses[i][1];
            double wall = h * houses[i][2];
            double roof = h * houses[i][3];
            Color face = mix(
                    light.houses,
                    i % 2 == 0 ? new Color(0xB98B73) : new Color(0xC9B79C),
                    light.isNight() ? 0.16 : 0.55);
            g.setColor(face);
            g.fill(new Rectangle2D.Double(x, base - wall, width, wall));
            Path2D top = new Path2D.Double();
            top.moveTo(x - width * 0.06, base - wall);
            top.lineTo(x + width * 0.5, base - wall - roof);
            top.lineTo(x + width * 1.06, base - wall);
            top.closePath();
            g.setColor(mix(face, new Color(0x3A2A2E), 0.55));
            g.fill(top);
            for (int window = 0; window < 3; window++) {
                boolean lit = light.isNight() && (i + window) % 3 != 1;
                double wx = x + width * (0.16 + window * 0.26);
                if (lit) {
                    glow(g, wx + width * 0.07, base - wall * 0.55, width * 0.22, new Color(0xFFC860), 0.35);
                }
                g.setColor(lit ? new Color(0xFFD98A) : mix(face, new Color(0x26324A), 0.6));
                g.fill(new RoundRectangle2D.Double(wx, base - wall * 0.72, width * 0.15, wall * 0.36, 4, 4));
            }
        }
        tree(g, w * 0.235, base, h * 0.24);
        tree(g, w * 0.655, base, h * 0.20);
        g.setColor(mix(light.joints, light.houses, 0.5));
        g.fill(new Rectangle2D.Double(0, base - 2, w, eye.groundY(10) - base + 4));
    }

    private void tree(Graphics2D g, double x, double base, double height) {
        g.setColor(mix(light.wood, light.houses, 0.2));
        g.fill(new Rectangle2D.Double(x - height * 0.03, base - height * 0.4, height * 0.06, height * 0.4));
        Color leaves = mix(light.hedge, light.hills, 0.35);
        for (double[] ball : new double[][] {{-0.2, 0.50, 0.34}, {0.16, 0.52, 0.36}, {-0.02, 0.78, 0.36}}) {
            double size = height * ball[2];
            g.setColor(mix(leaves, Color.WHITE, ball[1] > 0.7 && !light.isNight() ? 0.10 : 0));
            g.fill(new Ellipse2D.Double(
                    x + height * ball[0] - size / 2, base - height * ball[1] - size / 2, size, size));
        }
    }

    private void lawn(Graphics2D g) {
        double top = eye.groundY(10);
        g.setPaint(new GradientPaint(
                0, (float) top, mix(light.lawn, light.skyLow, 0.18), 0, (float) h, mix(light.lawn, Color.BLACK, 0.12)));
        g.fill(new Rectangle2D.Double(0, top, w, h - top));
        Random random = new Random(9);
        for (int i = 0; i < 420; i++) {
            double metres = 1.6 + random.nextDouble() * 8;
            double x = eye.x((random.nextDouble() - 0.5) * 12, metres);
            double blade = eye.scale(metres) * 0.05;
            g.setColor(mix(light.lawn, random.nextBoolean() ? light.hedge : new Color(0xE8F0B8), 0.25));
            g.setStroke(new BasicStroke((float) Math.max(1, blade * 0.18)));
            g.draw(new Line2D.Double(x, eye.groundY(metres), x + blade * 0.4, eye.groundY(metres) - blade));
        }
    }

    /** Slabs of stone that grow wider toward the door. */
    private void path(Graphics2D g) {
        double half = 0.62;
        for (double far = 10; far > 0.75; far -= 0.55) {
            double near = far - 0.50;
            Path2D slab = new Path2D.Double();
            slab.moveTo(eye.x(-half, far), eye.groundY(far));
            slab.lineTo(eye.x(half, far), eye.groundY(far));
            slab.lineTo(eye.x(half, near), eye.groundY(near));
            slab.lineTo(eye.x(-half, near), eye.groundY(near));
            slab.closePath();
            double shade = ((int) Math.round(far / 0.55)) % 2 * 0.10;
            g.setColor(mix(light.path, light.joints, shade + (light.isNight() ? Math.min(0.5, far * 0.06) : 0)));
            g.fill(slab);
            g.setColor(mix(light.joints, light.lawn, 0.4));
            g.setStroke(new BasicStroke((float) Math.max(1, eye.scale(far) * 0.008)));
            g.draw(slab);
        }
    }

    private void hedge(Graphics2D g) {
        for (int side = -1; side <= 1; side += 2) {
            for (double metres = 9.5; metres >= 5.2; metres -= 0.28) {
                double size = eye.scale(metres) * 0.75;
                double shade = (9.5 - metres) / 9.5;
                for (int ball = 0; ball < 8; ball++) {
                    double x = eye.x(side * (1.35 + ball * 0.62), metres);
                    double y = eye.groundY(metres) - size * 0.62;
                    g.setColor(mix(
                            mix(light.hedge, light.skyLow, 0.16 - shade * 0.2 > 0 ? 0.16 - shade * 0.2 : 0),
                            Color.BLACK,
                            ball % 2 * 0.06));
                    g.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size * 1.1));
                }
            }
        }
        for (int side = -1; side <= 1; side += 2) {
            double x = eye.x(side * 0.86, 5.2);
            double scale = eye.scale(5.2);
            double ground = eye.groundY(5.2);
            g.setColor(mix(light.path, Color.WHITE, light.isNight() ? 0 : 0.35));
            g.fill(new RoundRectangle2D.Double(
                    x - scale * 0.11, ground - scale * 1.1, scale * 0.22, scale * 1.1, 6, 6));
            g.fill(new Ellipse2D.Double(x - scale * 0.13, ground - scale * 1.32, scale * 0.26, scale * 0.26));
        }
    }

    private void lamp(Graphics2D g) {
        double scale = eye.scale(9);
        double x = eye.x(3.6, 9);
        double ground = eye.groundY(9);
        double top = ground - scale * 3.4;
        g.setColor(mix(new Color(0x2A2F3A), light.skyLow, 0.15));
        g.fill(new Rectangle2D.Double(x - scale * 0.05, top, scale * 0.1, ground - top));
        if (light.isNight()) {
            glow(g, x, top, h * 0.22, new Color(0xFFD37A), 0.55);
        }
        g.setColor(light.isNight() ? new Color(0xFFE9B0) : new Color(0xDDE3E8));
        g.fill(new Ellipse2D.Double(x - scale * 0.2, top - scale * 0.2, scale * 0.4, scale * 0.4));
    }

    private void pots(Graphics2D g) {
        for (int side = -1; side <= 1; side += 2) {
            double metres = 2.35;
            double scale = eye.scale(metres);
            double x = eye.x(side * 1.12, metres);
            double ground = eye.groundY(metres);
            g.setColor(clear(Color.BLACK, 0.22));
            g.fill(new Ellipse2D.Double(x - scale * 0.26, ground - scale * 0.05, scale * 0.56, scale * 0.12));
            Random random = new Random(side + 5);
            for (int leaf = 0; leaf < 26; leaf++) {
                double angle = Math.PI * (0.12 + 0.76 * random.nextDouble());
                double length = scale * (0.25 + 0.22 * random.nextDouble());
                g.setColor(mix(light.hedge, new Color(0x9CC27A), random.nextDouble() * (light.isNight() ? 0.25 : 0.6)));
                g.setStroke(new BasicStroke((float) (scale * 0.045), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                double tipX = x + Math.cos(angle) * length;
                double tipY = ground - scale * 0.36 - Math.sin(angle) * length;
                g.draw(new Line2D.Double(x, ground - scale * 0.36, tipX, tipY));
                if (leaf % 3 == 0) {
                    Color bloom = side < 0 ? new Color(0xE86A6A) : new Color(0xF2B5D4);
                    g.setColor(light.isNight() ? mix(bloom, light.hills, 0.4) : bloom);
                    g.fill(new Ellipse2D.Double(
                            tipX - scale * 0.045, tipY - scale * 0.045, scale * 0.09, scale * 0.09));
                }
            }
            g.setColor(mix(new Color(0xB5653F), light.hills, light.isNight() ? 0.4 : 0));
            Path2D pot = new Path2D.Double();
            pot.moveTo(x - scale * 0.22, ground - scale * 0.40);
            pot.lineTo(x + scale * 0.22, ground - scale * 0.40);
            pot.lineTo(x + scale * 0.15, ground);
            pot.lineTo(x - scale * 0.15, ground);
            pot.closePath();
            g.fill(pot);
            g.setColor(clear(Color.BLACK, 0.18));
            g.fill(new Rectangle2D.Double(x - scale * 0.22, ground - scale * 0.40, scale * 0.44, scale * 0.05));
        }
    }

    /** What stands between the camera and everybody: the porch's posts, its eave, and the light that hangs from it. */
    void paintForeground(Graphics2D g) {
        g.setPaint(new GradientPaint(0, 0, mix(light.wood, Color.BLACK, 0.35), (float) (w * 0.06), 0, light.wood));
        g.fill(new Rectangle2D.Double(0, 0, w * 0.055, h));
        g.setPaint(
                new GradientPaint((float) (w * 0.945), 0, light.wood, (float) w, 0, mix(light.wood, Color.BLACK, 0.4)));
        g.fill(new Rectangle2D.Double(w * 0.945, 0, w * 0.055, h));
        Path2D eave = new Path2D.Double();
        eave.moveTo(0, 0);
        eave.lineTo(w, 0);
        eave.lineTo(w, h * 0.055);
        int scallops = 16;
        for (int i = scallops; i > 0; i--) {
            eave.append(
                    new Arc2D.Double(w * (i - 1) / scallops, h * 0.03, w / scallops, h * 0.05, 0, -180, Arc2D.OPEN),
                    true);
        }
        eave.closePath();
        g.setColor(clear(Color.BLACK, 0.22));
        g.translate(0, h * 0.012);
        g.fill(eave);
        g.translate(0, -h * 0.012);
        g.setColor(mix(light.wood, Color.BLACK, 0.22));
        g.fill(eave);
        double x = w * 0.16;
        g.setColor(new Color(0x20242E));
        g.setStroke(new BasicStroke((float) (h * 0.005)));
        g.draw(new Line2D.Double(x, h * 0.05, x, h * 0.10));
        if (light.isNight()) {
            glow(g, x, h * 0.145, h * 0.55, new Color(0xFFC46B), 0.50);
        }
        g.setColor(new Color(0x20242E));
        g.fill(new Arc2D.Double(x - h * 0.05, h * 0.095, h * 0.10, h * 0.09, 0, 180, Arc2D.CHORD));
        g.setColor(light.isNight() ? new Color(0xFFE2A0) : new Color(0xF4EBDD));
        g.fill(new Ellipse2D.Double(x - h * 0.026, h * 0.125, h * 0.052, h * 0.052));
    }
}
