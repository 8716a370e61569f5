package dev.porchlight.camera;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program that writes MJPEG on its standard output. The camera's thread supervises; a thread of its own
 * reads the frames, another drains what the program complains. Liveness is frames, not the process: rpicam-vid is known
 * to hang while its process lives on.
 */
final class CameraProcess {
    private static final Logger log = LoggerFactory.getLogger(CameraProcess.class);
    private static final int LAST_LINES = 20;
    private static final int MAX_LINE_LENGTH = 500;
    private static final int CHUNK = 1 << 16;

    private final String program;
    private final List<String> command;
    private final Patience patience;
    private final JpegSplitter splitter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private long frameCount;
    private volatile boolean outputEnded;

    CameraProcess(List<String> command, Patience patience, FrameSink frames) {
        this.program = command.get(0);
        this.command = command;
        this.patience = patience;
        this.splitter = new JpegSplitter(jpeg -> {
            frames.frame(jpeg);
            countFrame();
        });
    }

    /**
     * Runs the program until it ends, hangs, or this thread is interrupted; it is gone, and reaped, on return.
     *
     * @throws IOException always when not interrupted: why it ended
     */
    void run() throws IOException, InterruptedException {
        Process process = start();
        Thread reader = startThread("frames", () -> readFrames(process.getInputStream()));
        Thread complaints = startThread("stderr", () -> drain(process.getErrorStream()));
        boolean hangs;
        try {
            hangs = !awaitEnd();
        } finally {
            stop(process, reader, complaints);
        }
        String whatItSaid = lastLine().map(line -> "; it said: " + line).orElse("");
        String dropped = splitter.broken() > 0 ? "; " + splitter.broken() + " broken pictures were dropped" : "";
        if (hangs) {
            throw new IOException(
                    program + (frameCount == 0 ? " started, but gave no picture" : " gives no more pictures")
                            + " and was stopped" + whatItSaid + dropped);
        }
        throw new IOException(program + " ended with code " + process.exitValue() + advice() + whatItSaid + dropped);
    }

    private Process start() throws IOException {
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new IOException(
                    "the camera program " + program + " cannot be started: " + e.getMessage()
                            + "; install it or correct 'command' or 'source'",
                    e);
        }
    }

    private Thread startThread(String what, Runnable work) {
        Thread thread = new Thread(work, Thread.currentThread().getName() + "-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** True if the output ended, false if no frame came for too long. */
    private boolean awaitEnd() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long before = frameCount;
                long left = (before == 0 ? patience.firstFrame() : patience.nextFrame()).toNanos();
                while (frameCount == before && !outputEnded) {
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
                if (outputEnded) {
                    return true;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void countFrame() {
        lock.lock();
        try {
            frameCount++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void readFrames(InputStream output) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int n = output.read(chunk); n >= 0; n = output.read(chunk)) {
                splitter.feed(chunk, n);
            }
        } catch (IOException e) {
            log.debug("{}: its output broke off", program, e);
        } finally {
            lock.lock();
            try {
                outputEnded = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Reads all it says, or it would stand still; keeps the last lines. */
    private void drain(InputStream complaints) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(complaints, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c == '\n' || c == '\r') {
                    keep(line.toString());
                    line.setLength(0);
                } else if (line.length() < MAX_LINE_LENGTH) {
                    line.append((char) c);
                }
            }
            keep(line.toString());
        } catch (IOException e) {
            log.debug("{}: its complaints broke off", program, e);
        }
    }

    private void keep(String line) {
        if (line.isBlank()) {
            return;
        }
        log.debug("{}: {}", program, line);
        synchronized (lastLines) {
            lastLines.addLast(line.strip());
            if (lastLines.size() > LAST_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private Optional<String> lastLine() {
        synchronized (lastLines) {
            return Optional.ofNullable(lastLines.peekLast());
        }
    }

    private String advice() {
        synchronized (lastLines) {
            boolean busy = lastLines.stream()
                    .anyMatch(line -> line.contains("in use by another process")
                            || line.contains("Device or resource busy")
                            || line.contains("failed to acquire camera"));
            return busy ? ": the camera is in use by another program; stop that one" : "";
        }
    }

    /** SIGINT, SIGTERM, SIGKILL; then its children, since one of them may hold the pipe; then it is reaped. */
    private void stop(Process process, Thread... helpers) {
        boolean interrupted = false;
        List<ProcessHandle> children = process.descendants().toList();
        try {
            // A program that closed its output is about to end by itself.
            if (!outputEnded || !process.waitFor(patience.terminate().toMillis(), TimeUnit.MILLISECONDS)) {
                interrupt(process);
                if (!process.waitFor(patience.interrupt().toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroy();
                    process.waitFor(patience.terminate().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (process.isAlive()) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        for (Thread helper : helpers) {
            interrupted |= joinBriefly(helper);
        }
        interrupted |= reap(process);
        process.destroyForcibly(); // lets go of the pipes, should a stranger still hold their other end
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void interrupt(Process process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroy();
        }
    }

    private static boolean joinBriefly(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(2).toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static boolean reap(Process process) {
        try {
            process.waitFor(2, TimeUnit.SECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
