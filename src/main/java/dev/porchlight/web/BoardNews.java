package dev.porchlight.web;

import dev.porchlight.board.Reading;
import dev.porchlight.health.Feed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What the boards say now, told to the feed as {@code reading}: when it has changed, and at most five times a second for
 * each board. A board repeats itself, so what was too soon to be told is told with one of the next readings.
 */
public final class BoardNews {
    private static final String TYPE = "reading";
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

    private final Feed feed;
    private final Map<String, Said> latest = new ConcurrentHashMap<>();

    /**
     * What was told of a board.
     *
     * @param distanceCm empty: no echo
     */
    record Said(String board, Reading reading, boolean motion, OptionalInt distanceCm) {
        static Said of(String board, Reading reading) {
            OptionalInt mm = reading.distanceMm();
            return new Said(
                    board,
                    reading,
                    reading.motion() && !reading.warmUp(),
                    mm.isPresent() ? OptionalInt.of(Math.round(mm.getAsInt() / 10f)) : OptionalInt.empty());
        }

        private boolean isNewsAfter(Said before) {
            boolean differs = motion != before.motion || !distanceCm.equals(before.distanceCm);
            return differs && reading.at().since(before.reading.at()).compareTo(SHORTEST_PAUSE) >= 0;
        }

        /** A board's name is letters, digits, - and _. */
        private Feed.News news() {
            String distance = distanceCm.isPresent() ? Integer.toString(distanceCm.getAsInt()) : "null";
            return new Feed.News(
                    TYPE, "{\"board\":\"" + board + "\",\"motion\":" + motion + ",\"distance_cm\":" + distance + "}");
        }
    }

    public BoardNews(Feed feed) {
        this.feed = feed;
    }

    /** Where the readings of this board go; used by the board's thread. */
    public Consumer<Reading> readingsOf(String board) {
        return reading -> {
            Said now = Said.of(board, reading);
            Said before = latest.get(board);
            if (before == null || now.isNewsAfter(before)) {
                latest.put(board, now);
                feed.tell(TYPE, now.news().subject());
            }
        };
    }

    /** What a board said last; empty before its first reading. */
    Optional<Said> latest(String board) {
        return Optional.ofNullable(latest.get(board));
    }

    /** The latest news of each board, for who begins to listen. */
    List<Feed.News> latest() {
        return latest.values().stream().map(Said::news).toList();
    }
}
