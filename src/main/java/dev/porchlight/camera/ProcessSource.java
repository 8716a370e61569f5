package dev.porchlight.camera;

import java.io.IOException;
import java.util.Optional;

/**
 * Frames from a program whose command line is found out anew each time it is started. As long as one lives that could
 * not be ended, no other is started: each would get stuck too, until the memory is full.
 */
final class ProcessSource implements FrameSource {
    private final String description;
    private final CommandLine commandLine;
    private final Patience patience;
    private Optional<StuckException> stuck = Optional.empty();

    /** Finds the command, for instance which device is there now. */
    interface CommandLine {
        /** @throws IOException with a sentence for the owner, if there is nothing to start */
        CameraCommand find() throws IOException, InterruptedException;
    }

    ProcessSource(String description, CommandLine commandLine, Patience patience) {
        this.description = description;
        this.commandLine = commandLine;
        this.patience = patience;
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public void run(FrameSink frames) throws IOException, InterruptedException {
        if (stuck.isPresent() && !stuck.get().isOver()) {
            throw new IOException(stuck.get().getMessage(), stuck.get());
        }
        try {
            new CameraProcess(commandLine.find(), patience, frames).run();
        } catch (StuckException e) {
            stuck = Optional.of(e);
            throw e;
        }
    }
}
