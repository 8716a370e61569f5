package dev.porchlight.web;

import dev.porchlight.camera.Frame;
import java.nio.charset.StandardCharsets;

/**
 * A frame as a part of a stream of pictures ({@code multipart/x-mixed-replace}); made once and shared by all viewers. It
 * ends with the boundary of the next one, because WebKit shows a picture only when it has seen that.
 */
record Part(long seq, byte[] bytes) {
    static final String CONTENT_TYPE = "multipart/x-mixed-replace;boundary=porchlight";
    private static final byte[] BOUNDARY = "\r\n--porchlight\r\n".getBytes(StandardCharsets.US_ASCII);

    static Part of(Frame frame) {
        byte[] jpeg = frame.jpeg();
        byte[] head = ("Content-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\nX-Frame-Seq: " + frame.seq()
                        + "\r\nX-Frame-At: " + frame.at().wall() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + jpeg.length + BOUNDARY.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(jpeg, 0, all, head.length, jpeg.length);
        System.arraycopy(BOUNDARY, 0, all, head.length + jpeg.length, BOUNDARY.length);
        return new Part(frame.seq(), all);
    }

    /** What stands before the first part. */
    static byte[] beginning() {
        return BOUNDARY.clone();
    }
}
