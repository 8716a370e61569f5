package dev.porchlight.camera;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final int CHUNK = 1 << 16;

    /** SIGKILL ends a program at once, unless it waits inside the kernel. */
    private static final long KILL_SECONDS = 2;

    private final String program;
    private final CameraCommand command;
    private final Patience patience;
    private final FrameSink frames;
    private final JpegSplitter splitter = new JpegSplitter(new Pictures());
    private final Complaints complaints;
    private final Complaints filterComplaints = new Complaints("its filter");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long frameCount;
    private volatile boolean outputEnded;
    private volatile boolean lettingGo;
    private volatile Optional<RuntimeException> breakdown = Optional.empty();

    CameraProcess(CameraCommand command, Patience patience, FrameSink frames) {
        this.program = command.program().get(0);
        this.command = command;
        this.patience = patience;
        this.frames = frames;
        this.complaints = new Complaints(program);
    }

    /**
     * Runs the program until it ends, hangs, or this thread is interrupted; it is gone, and reaped, on return.
     *
     * @throws StuckException when it cannot be ended; it is the only way to return while the program lives
     * @throws IOException always when not interrupted: why it ended
     */
    void run() throws IOException, InterruptedException {
        List<Process> started = start();
        Process process = started.get(0);
        Process last = started.get(started.size() - 1);
        List<Thread> helpers = new ArrayList<>();
        helpers.add(startThread("frames", () -> readFrames(last.getInputStream())));
        helpers.add(startThread("stderr", () -> complaints.drain(process.getErrorStream())));
        if (last != process) {
            helpers.add(startThread("filter", () -> filterComplaints.drain(last.getErrorStream())));
        }
        Optional<String> hang = Optional.empty();
        try {
            if (!awaitEnd()) {
                hang = Optional.of(hang());
                frames.hangs(hang.get());
            }
        } finally {
            stop(started, helpers);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (process.isAlive()) {
            throw new StuckException(program, process);
        }
        if (breakdown.isPresent()) {
            throw breakdown.get();
        }
        throw new IOException(hang.orElseGet(() -> end(process.exitValue())));
    }

    /** The camera's program, and the filter if there is one. */
    private List<Process> start() throws IOException {
        try {
            List<ProcessBuilder> programs = new ArrayList<>(List.of(new ProcessBuilder(command.program())));
            if (!command.filter().isEmpty()) {
                programs.add(new ProcessBuilder(command.filter()));
            }
            List<Process> started = ProcessBuilder.startPipeline(programs);
            started.get(0).getOutputStream().close();
            return started;
        } catch (IOException e) {
            String reason = e.getMessage().replaceFirst("^Cannot run program \"[^\"]*\": (error=[0-9]+, )?", "");
            throw new IOException(
                    "the camera program " + program + " cannot be started: " + reason
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

    private String hang() {
        return program + (frameCount == 0 ? " started, but gave no picture" : " gives no more pictures")
                + " and was stopped" + details() + "; check the camera's cable and power if this goes on";
    }

    private String end(int code) {
        String advice =
                complaints.tellOfAnotherOwner() ? ": the camera is in use by another program; stop that one" : "";
        return program + " ended with code " + code + advice + details();
    }

    private String details() {
        return complaints
                        .last()
                        .or(filterComplaints::last)
                        .map(line -> "; it said: " + line)
                        .orElse("")
                + (splitter.broken() > 0 ? "; broken pictures dropped: " + splitter.broken() : "");
    }

    /** What comes of the splitter. */
    private final class Pictures implements FrameSink {
        @Override
        public void frame(byte[] jpeg) {
            take(jpeg);
        }

        @Override
        public void broken() {
            frames.broken();
        }
    }

    private void take(byte[] jpeg) {
        if (lettingGo) {
            return;
        }
        frames.frame(jpeg);
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
        } catch (RuntimeException e) {
            breakdown = Optional.of(e);
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

    /** SIGINT, SIGTERM, SIGKILL, to its children too, since one of them may hold the pipe; then it is reaped. */
    private void stop(List<Process> started, List<Thread> helpers) {
        lettingGo = true;
        boolean interrupted = false;
        Process process = started.get(0);
        Set<ProcessHandle> children = new HashSet<>(process.descendants().toList());
        started.stream().skip(1).map(Process::toHandle).forEach(children::add);
        try {
            // A program that closed its output is about to end by itself.
            if (!outputEnded || !waitFor(process, patience.terminate())) {
                interrupt(process, children);
                if (!waitFor(process, patience.interrupt())) {
                    process.destroy();
                    children.forEach(ProcessHandle::destroy);
                    waitFor(process, patience.terminate());
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        process.descendants().forEach(children::add);
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        interrupted |= !isDone(() -> process.waitFor(KILL_SECONDS, TimeUnit.SECONDS));
        for (Thread helper : helpers) {
            interrupted |= !isDone(() -> helper.join(TimeUnit.SECONDS.toMillis(KILL_SECONDS)));
        }
        process.destroyForcibly(); // lets go of the pipes, should a stranger still hold their other end
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean waitFor(Process process, Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** To the whole family at once, as a terminal does at Ctrl-C. */
    private static void interrupt(Process process, Set<ProcessHandle> children) {
        List<String> kill = new ArrayList<>(List.of("kill", "-INT", Long.toString(process.pid())));
        children.forEach(child -> kill.add(Long.toString(child.pid())));
        try {
            new ProcessBuilder(kill)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroy();
        }
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    /** False if this thread was interrupted meanwhile. */
    private static boolean isDone(Wait wait) {
        try {
            wait.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
