package dev.porchlight.engine;

import dev.porchlight.camera.Camera;
import dev.porchlight.camera.Frame;
import dev.porchlight.camera.PictureSize;
import dev.porchlight.camera.Tape;
import dev.porchlight.library.ClipRecording;
import dev.porchlight.library.Clips;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clips under way of one camera: from the engine's thread each gets its tape, from the recorder's its file. What goes
 * wrong with a clip never touches the visit: it goes on, and says what of its clip is missing.
 */
final class Filming {
    private static final Logger log = LoggerFactory.getLogger(Filming.class);

    /** Each may hold frames in memory; somebody who presses the button again and again gets photos. */
    private static final int MOST = 4;

    /** Of all cameras together, besides their pre-rolls: 5 s of a 720p camera when the disk stalls. */
    static final long MAX_BYTES = 16_000_000;

    private final Camera camera;
    private final Clips clips;
    private volatile Duration preroll;
    private volatile long maxSize;
    private final long tapeBytes;
    private final Map<VisitId, Film> films = new ConcurrentHashMap<>();

    /**
     * @param maxSize a clip is cut at this size as recorded, in bytes
     * @param tapeBytes this camera's share of {@link #MAX_BYTES}
     */
    Filming(Camera camera, Clips clips, Duration preroll, long maxSize, long tapeBytes) {
        this.camera = camera;
        this.clips = clips;
        this.preroll = preroll;
        this.maxSize = maxSize;
        this.tapeBytes = tapeBytes;
    }

    /** From now on; the pre-roll is that of the next clip. */
    void goBy(Duration newPreroll, long newMaxSize) {
        preroll = newPreroll;
        maxSize = newMaxSize;
    }

    /** One clip under way. Its tape is filled from the trigger on; the rest belongs to the recorder's thread. */
    private final class Film {
        private final Moment trigger;
        private final Tape tape;
        private Optional<Visit> visit = Optional.empty();
        private Optional<ClipRecording> recording = Optional.empty();
        private Optional<Frame> first = Optional.empty();
        private Optional<String> problem = Optional.empty();

        private Film(Moment trigger, Tape tape) {
            this.trigger = trigger;
            this.tape = tape;
        }

        private int millis(long nanos) {
            return (int)
                    Math.round((nanos - first.orElseThrow().at().nanos()) / (double) TimeUnit.MILLISECONDS.toNanos(1));
        }

        private void append() {
            for (Frame frame : tape.take()) {
                if (problem.isPresent()) {
                    return;
                }
                try {
                    append(frame);
                } catch (IOException e) {
                    log.debug("the clip of visit {}", visit.orElseThrow().id(), e);
                    stop("its clip ends early: the disk did not take it (" + e.getMessage() + ")");
                } catch (RuntimeException e) {
                    log.error(
                            "the clip of visit {} ends by a mistake in porchlight",
                            visit.orElseThrow().id(),
                            e);
                    stop("its clip ends early by a mistake in porchlight");
                }
            }
        }

        private void append(Frame frame) throws IOException {
            if (recording.isEmpty()) {
                first = Optional.of(frame);
                PictureSize size = PictureSize.of(frame.jpeg()).orElse(new PictureSize(0, 0));
                Duration before = Duration.ofNanos(trigger.nanos() - frame.at().nanos());
                recording = Optional.of(
                        clips.record(visit.orElseThrow(), trigger.wall().minus(before), size.width(), size.height()));
            }
            if (recording.get().size() + frame.jpeg().length > maxSize) {
                stop("its clip ends early: it would be larger than visits.max_size");
                return;
            }
            recording.get().append(millis(frame.at().nanos()), frame.jpeg());
        }

        private void stop(String why) {
            problem = Optional.of(why);
            tape.close();
        }

        /** Whether there is a clip to make. */
        private boolean end(Moment at) {
            tape.close();
            append();
            if (recording.isEmpty()) {
                return false;
            }
            if (tape.missed() > 0 && problem.isEmpty()) {
                problem = Optional.of("the disk was too slow: " + tape.missed() + " frames of its clip are missing");
            }
            try (ClipRecording whole = recording.get()) {
                whole.endAt(Math.max(0, millis(at.nanos())));
                return true;
            } catch (IOException e) {
                log.warn(
                        "the clip of visit {} could not be ended: {}",
                        visit.orElseThrow().id(),
                        e.getMessage());
                // What is on the disk of it up to the last second is made all the same.
                return true;
            }
        }
    }

    /** A visit begins, and its pre-roll is kept before the ring forgets it. Called by the engine; does not block. */
    void begin(VisitId id, Moment trigger) {
        if (films.size() < MOST) {
            long from = trigger.minus(preroll).nanos();
            films.put(id, new Film(trigger, camera.ring().tape(from, tapeBytes)));
        }
    }

    /** The visit was refused, or could not be taken. */
    void forget(VisitId id) {
        Film film = films.remove(id);
        if (film != null) {
            film.tape.close();
        }
    }

    /** The visit is taken; its clip may be written from now on. */
    void taken(Visit visit) {
        Film film = films.get(visit.id());
        if (film != null) {
            film.visit = Optional.of(visit);
        }
    }

    /** Whether there is something to write now and then. */
    boolean isOn() {
        return !films.isEmpty();
    }

    /** Whether the pre-roll of a clip is still in memory only. */
    boolean isBeginning() {
        return films.values().stream()
                .anyMatch(film -> film.visit.isPresent() && film.recording.isEmpty() && film.tape.hasFrames());
    }

    /** Writes what the camera gave since the last time. */
    void append() {
        for (Film film : films.values()) {
            if (film.visit.isPresent()) {
                film.append();
            }
        }
    }

    /**
     * The visit is over: what the camera gave up to its end is on the disk.
     *
     * @return the clip that is to be made now; empty if there is none
     */
    Optional<Filmed> end(VisitId id, Ending ending) {
        Film film = films.get(id);
        if (film == null || film.visit.isEmpty()) {
            forget(id);
            return Optional.empty();
        }
        films.remove(id);
        Moment end = film.trigger.plus(Duration.between(film.trigger.wall(), ending.end()));
        return film.end(end) ? Optional.of(new Filmed(id, film.problem, film.tape.missed())) : Optional.empty();
    }

    /** The host stops: what is recorded so far is ended by the next start. */
    void close() {
        List<Film> left = new ArrayList<>(films.values());
        films.clear();
        for (Film film : left) {
            film.tape.close();
            film.recording.ifPresent(recording -> {
                try {
                    recording.close();
                } catch (IOException e) {
                    log.debug("a clip could not be closed", e);
                }
            });
        }
    }

    /**
     * What was recorded of a visit.
     *
     * @param problem what is missing of it, as one sentence
     * @param missedFrames that a slow disk left out
     */
    record Filmed(VisitId visit, Optional<String> problem, long missedFrames) {}
}
