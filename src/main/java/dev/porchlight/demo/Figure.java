package dev.porchlight.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** A visitor cut out of paper: drawn for one metre of height, then scaled to where it stands. */
final class Figure {
    private final Graphics2D g;
    private final Visitor visitor;
    private final Light light;
    private final double far;
    private final double swing;
    private final boolean front;

    private Figure(Graphics2D g, Scene scene, Light light) {
        this.g = g;
        this.visitor = scene.visitor().orElseThrow();
        this.light = light;
        this.far = Math.min(1, scene.distanceMm() / 9_000.0);
        this.swing = scene.walks() ? Math.sin(scene.strides() * Math.PI) : 0;
        this.front = scene.facesDoor();
    }

    static void paint(Graphics2D g, Scene scene, Perspective eye, Light light) {
        double metres = scene.distanceMm() / 1_000.0;
        double size = eye.scale(metres) * scene.visitor().orElseThrow().height();
        double bob = scene.walks() ? Math.abs(Math.sin(scene.strides() * Math.PI)) * 0.018 : 0;
        AffineTransform before = g.getTransform();
        g.translate(eye.x(scene.walks() ? Math.sin(scene.strides() * Math.PI) * 0.02 : 0, metres), eye.groundY(metres));
        g.setColor(new Color(0, 0, 0, light.isNight() ? 95 : 60));
        g.fill(new Ellipse2D.Double(-size * 0.22, -size * 0.03, size * 0.48, size * 0.075));
        g.scale(size, size);
        g.translate(0, -bob);
        new Figure(g, scene, light).paint();
        g.setTransform(before);
    }

    /** Evening air lies on what is far; the porch light warms what is near. */
    private Color lit(Color color) {
        Color air = light.isNight() ? new Color(0x2A2440) : light.skyLow;
        double share = light.isNight() ? 0.10 + far * 0.85 : far * 0.45;
        return Backdrop.mix(color, air, Math.min(0.85, share));
    }

    private Color shade(Color color, double share) {
        return lit(Backdrop.mix(color, Color.BLACK, share));
    }

    private static BasicStroke round(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private void paint() {
        if (visitor == Visitor.CHILD) {
            balloon();
        }
        legs();
        arm(-1);
        coat();
        if (visitor == Visitor.POSTMAN && front) {
            parcel();
        }
        arm(1);
        scarf();
        head();
        if (visitor == Visitor.GUEST) {
            flowers();
        }
    }

    private void legs() {
        for (int side = -1; side <= 1; side += 2) {
            double lift = Math.max(0, side * swing) * 0.05;
            double x = side * 0.055;
            g.setColor(side < 0 ? shade(visitor.trousers(), 0.18) : lit(visitor.trousers()));
            g.setStroke(round(0.085));
            g.draw(new Line2D.Double(x * 0.9, -0.46, x, -0.06 - lift));
            g.setColor(shade(new Color(0x2B2230), 0.1));
            g.fill(new RoundRectangle2D.Double(x - 0.05, -0.06 - lift, 0.10, 0.055, 0.05, 0.05));
        }
    }

    private void coat() {
        Path2D coat = new Path2D.Double();
        coat.moveTo(-0.045, -0.83);
        coat.curveTo(-0.14, -0.82, -0.165, -0.77, -0.165, -0.70);
        coat.lineTo(-0.17 - swing * 0.008, -0.36);
        coat.curveTo(-0.08, -0.33, 0.08, -0.33, 0.17 - swing * 0.008, -0.36);
        coat.lineTo(0.165, -0.70);
        coat.curveTo(0.165, -0.77, 0.14, -0.82, 0.045, -0.83);
        coat.closePath();
        g.setColor(lit(visitor.coat()));
        g.fill(coat);
        g.setColor(shade(visitor.coat(), 0.16));
        Path2D side = new Path2D.Double(coat);
        side.transform(AffineTransform.getTranslateInstance(0.21, 0));
        Shape clip = g.getClip();
        g.clip(coat);
        g.fill(side);
        g.setClip(clip);
        if (front) {
            g.setStroke(round(0.006));
            g.setColor(shade(visitor.coat(), 0.32));
            g.draw(new Line2D.Double(0, -0.78, 0, -0.35));
            for (double y = -0.70; y < -0.38; y += 0.095) {
                g.setColor(lit(Backdrop.mix(visitor.accent(), Color.WHITE, 0.3)));
                g.fill(new Ellipse2D.Double(0.012, y, 0.022, 0.022));
            }
            g.setColor(shade(visitor.coat(), 0.25));
            g.draw(new QuadCurve2D.Double(-0.13, -0.50, -0.09, -0.485, -0.05, -0.50));
            g.draw(new QuadCurve2D.Double(0.06, -0.50, 0.10, -0.485, 0.14, -0.50));
        }
    }

    private void arm(int side) {
        boolean carries = (front && visitor == Visitor.POSTMAN) || (visitor == Visitor.GUEST && side == 1);
        double forward = carries ? 0 : -side * swing * 0.05;
        double handX = carries ? side * 0.10 : side * 0.205;
        double handY = carries ? -0.55 : -0.45 + forward;
        if (visitor == Visitor.CHILD && side == 1) {
            handX = 0.22;
            handY = -0.80;
        }
        g.setStroke(round(0.072));
        g.setColor(side < 0 ? shade(visitor.coat(), 0.10) : shade(visitor.coat(), 0.22));
        Path2D sleeve = new Path2D.Double();
        sleeve.moveTo(side * 0.135, -0.755);
        sleeve.quadTo(side * 0.22, (-0.755 + handY) / 2 + 0.04, handX, handY);
        g.draw(sleeve);
        g.setColor(lit(visitor.skin()));
        g.fill(new Ellipse2D.Double(handX - 0.034, handY - 0.02, 0.068, 0.068));
    }

    private void scarf() {
        g.setColor(lit(visitor.accent()));
        g.fill(new RoundRectangle2D.Double(-0.085, -0.865, 0.17, 0.062, 0.06, 0.06));
        if (front && visitor != Visitor.POSTMAN) {
            g.fill(new RoundRectangle2D.Double(-0.065, -0.83, 0.055, 0.15 + swing * 0.008, 0.03, 0.03));
            g.setColor(shade(visitor.accent(), 0.18));
            g.fill(new Rectangle2D.Double(-0.065, -0.725, 0.055, 0.014));
            g.fill(new Rectangle2D.Double(-0.065, -0.755, 0.055, 0.014));
        }
    }

    private void head() {
        g.setColor(lit(visitor.hair()));
        g.fill(new Ellipse2D.Double(-0.092, -1.035, 0.184, 0.19));
        if (visitor == Visitor.NEIGHBOUR || visitor == Visitor.GUEST) {
            g.fill(new RoundRectangle2D.Double(
                    -0.095, -0.96, 0.19, visitor == Visitor.GUEST ? 0.13 : 0.10, 0.08, 0.08));
        }
        if (front) {
            face();
        }
        hat();
    }

    private void face() {
        g.setColor(lit(visitor.skin()));
        g.fill(new Ellipse2D.Double(-0.076, -1.0, 0.152, 0.165));
        g.fill(new Ellipse2D.Double(-0.088, -0.935, 0.03, 0.04));
        g.fill(new Ellipse2D.Double(0.058, -0.935, 0.03, 0.04));
        Color blush = Backdrop.mix(visitor.skin(), new Color(0xE2725B), 0.45);
        g.setColor(lit(blush));
        g.fill(new Ellipse2D.Double(-0.064, -0.905, 0.034, 0.022));
        g.fill(new Ellipse2D.Double(0.030, -0.905, 0.034, 0.022));
        g.setColor(lit(new Color(0x2A1F1D)));
        g.fill(new Ellipse2D.Double(-0.040, -0.935, 0.017, 0.023));
        g.fill(new Ellipse2D.Double(0.023, -0.935, 0.017, 0.023));
        g.setStroke(round(0.006));
        g.draw(new QuadCurve2D.Double(-0.048, -0.957, -0.032, -0.967, -0.018, -0.957));
        g.draw(new QuadCurve2D.Double(0.018, -0.957, 0.032, -0.967, 0.048, -0.957));
        g.setStroke(round(0.008));
        g.setColor(lit(Backdrop.mix(visitor.skin(), new Color(0x7A2E1F), 0.65)));
        g.draw(new QuadCurve2D.Double(-0.028, -0.880, 0, -0.860, 0.028, -0.880));
        g.setStroke(round(0.007));
        g.setColor(lit(Backdrop.mix(visitor.skin(), new Color(0x8A4B33), 0.4)));
        g.draw(new QuadCurve2D.Double(-0.003, -0.925, 0.010, -0.905, -0.004, -0.902));
        if (visitor == Visitor.GUEST) {
            g.setColor(lit(visitor.hair()));
            g.fill(new Arc2D.Double(-0.08, -1.01, 0.16, 0.10, 0, 180, Arc2D.CHORD));
        } else if (visitor == Visitor.NEIGHBOUR) {
            g.setColor(lit(visitor.hair()));
            g.fill(new Arc2D.Double(-0.085, -1.02, 0.12, 0.12, 20, 180, Arc2D.CHORD));
            g.fill(new Arc2D.Double(-0.02, -1.02, 0.105, 0.10, -10, 180, Arc2D.CHORD));
        }
    }

    private void hat() {
        switch (visitor) {
            case POSTMAN -> {
                g.setColor(shade(visitor.coat(), 0.25));
                g.fill(new Arc2D.Double(-0.10, -1.075, 0.20, 0.17, 0, 180, Arc2D.CHORD));
                g.fill(new RoundRectangle2D.Double(-0.10, -1.0, 0.20, 0.035, 0.02, 0.02));
                if (front) {
                    g.setColor(lit(new Color(0x1C222B)));
                    g.fill(new Arc2D.Double(-0.085, -1.005, 0.17, 0.06, 180, 180, Arc2D.CHORD));
                    g.setColor(lit(new Color(0xF2C14E)));
                    g.fill(new Ellipse2D.Double(-0.018, -1.045, 0.036, 0.036));
                }
            }
            case CHILD -> {
                g.setColor(lit(visitor.accent()));
                g.fill(new Arc2D.Double(-0.10, -1.085, 0.20, 0.20, 0, 180, Arc2D.CHORD));
                g.setColor(shade(visitor.accent(), 0.15));
                g.fill(new RoundRectangle2D.Double(-0.105, -1.0, 0.21, 0.04, 0.04, 0.04));
                g.setColor(lit(Color.WHITE));
                g.fill(new Ellipse2D.Double(-0.03, -1.125, 0.06, 0.06));
            }
            case NEIGHBOUR, GUEST -> {
                // bare-headed
            }
        }
    }

    private void parcel() {
        g.setColor(lit(new Color(0xC9A06B)));
        g.fill(new RoundRectangle2D.Double(-0.125, -0.66, 0.25, 0.19, 0.012, 0.012));
        g.setColor(lit(new Color(0xA57C48)));
        g.fill(new Rectangle2D.Double(-0.018, -0.66, 0.036, 0.19));
        g.setColor(lit(new Color(0xF6F1E7)));
        g.fill(new RoundRectangle2D.Double(0.035, -0.645, 0.07, 0.05, 0.008, 0.008));
    }

    private void balloon() {
        double sway = swing * 0.03;
        g.setColor(lit(new Color(0xFFF6E5)));
        g.setStroke(round(0.005));
        g.draw(new QuadCurve2D.Double(0.22, -0.78, 0.25 + sway, -1.0, 0.235 + sway, -1.18));
        g.setColor(lit(new Color(0xD8433B)));
        g.fill(new Ellipse2D.Double(0.125 + sway, -1.46, 0.22, 0.27));
        g.setColor(lit(new Color(0xF08A80)));
        g.fill(new Ellipse2D.Double(0.165 + sway, -1.42, 0.05, 0.08));
    }

    private void flowers() {
        if (!front) {
            return;
        }
        double x = 0.10;
        double y = -0.60;
        g.setColor(lit(new Color(0xF3EDE0)));
        Path2D paper = new Path2D.Double();
        paper.moveTo(x - 0.015, y + 0.12);
        paper.lineTo(x - 0.085, y - 0.06);
        paper.lineTo(x + 0.085, y - 0.06);
        paper.lineTo(x + 0.015, y + 0.12);
        paper.closePath();
        g.fill(paper);
        Color[] blooms = {new Color(0xE86A92), new Color(0xF7B267), new Color(0xF4F0E6), new Color(0xC05BC9)};
        for (int i = 0; i < 9; i++) {
            g.setColor(lit(blooms[i % blooms.length]));
            g.fill(new Ellipse2D.Double(x - 0.09 + i % 5 * 0.034, y - 0.105 + i % 3 * 0.028, 0.05, 0.05));
        }
        g.setColor(lit(visitor.skin()));
        g.fill(new Ellipse2D.Double(x - 0.034, y + 0.03, 0.068, 0.068));
    }
}
