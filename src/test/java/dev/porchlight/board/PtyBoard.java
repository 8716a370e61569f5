package dev.porchlight.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A board on a real pseudo-terminal, played by {@code pty-board.py}. */
public final class PtyBoard implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final String port;

    private PtyBoard(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.US_ASCII);
        this.port = out.readLine();
    }

    /** @param speedUp how many times faster than a UART would */
    public static PtyBoard start(int baud, Path file, int speedUp) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "test/resources/pty-board.py"));
        command.addAll(List.of(Integer.toString(baud), file.toString(), Integer.toString(speedUp)));
        return new PtyBoard(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public String port() {
        return port;
    }

    private void tell(String command) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    /** Plays the file; does not wait. */
    public void play() throws IOException {
        tell("play");
    }

    public void awaitPlayed() throws IOException {
        awaitLine("played");
    }

    /** Waits until a line like this was printed. */
    public String awaitLine(String start) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith(start)) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the board ended before it said " + start);
        }
        return line;
    }

    public void send(byte[] bytes) throws IOException {
        tell("bytes " + java.util.HexFormat.of().formatHex(bytes));
    }

    /** Sends the file without losing a byte, and waits until it is sent. @return how many seconds that took */
    public double pour(Path file) throws IOException {
        tell("pour " + file.toAbsolutePath());
        return Double.parseDouble(awaitLine("poured ").substring(7));
    }

    /** Pulls the plug; the link to the port goes too, as udev's does. */
    public void unplug(Path link) throws IOException {
        tell("unplug " + link);
    }

    /** Plugs it in, most likely as another terminal, and waits until the link is there. */
    public String plug(Path link) throws IOException {
        tell("plug " + link);
        return awaitLine("port ").substring(5);
    }

    public void hangUp() throws IOException {
        tell("hang-up");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
