package dev.porchlight.camera;

import java.io.IOException;

/** A program that even SIGKILL did not end: it waits inside the kernel for a camera's driver that does not answer. */
final class StuckException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Process process;

    StuckException(String program, Process process) {
        super(program + " cannot be ended, not even by force, because the camera's driver hangs;"
                + " unplug the camera, or restart the machine");
        this.process = process;
    }

    boolean isOver() {
        return !process.isAlive();
    }
}
