package dev.porchlight.web.access;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrCode.Ecc;

/** A QR code in half blocks, two rows a line; light on dark, as terminals are. */
final class QrText {
    /** ISO/IEC 18004 asks for four light modules around it. */
    private static final int QUIET = 4;

    private QrText() {}

    static String of(String text) {
        QrCode code = QrCode.encodeText(text, Ecc.MEDIUM);
        StringBuilder lines = new StringBuilder();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean upper = !code.getModule(x, y);
                boolean lower = y + 1 < code.size + QUIET && !code.getModule(x, y + 1);
                lines.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.append('\n');
        }
        return lines.toString();
    }
}
