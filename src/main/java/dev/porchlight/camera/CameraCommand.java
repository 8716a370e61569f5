package dev.porchlight.camera;

import java.util.List;

/**
 * What is started to get frames.
 *
 * @param program the camera's, with its arguments
 * @param filter the program that its output goes through; empty for none
 */
record CameraCommand(List<String> program, List<String> filter) {
    CameraCommand {
        program = List.copyOf(program);
        filter = List.copyOf(filter);
    }

    static CameraCommand of(List<String> program) {
        return new CameraCommand(program, List.of());
    }
}
