package dev.porchlight.board;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A setting that somebody waits for: made on any thread, granted or refused by the board's. */
final class Wish {
    private final Setting setting;
    private final String value;
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    Wish(Setting setting, String value) {
        this.setting = setting;
        this.value = value;
    }

    byte[] line() {
        return PorchlightDialect.set(setting.key(), value);
    }

    boolean isOf(String key) {
        return setting.key().equals(key);
    }

    /** True if that was it: a board that tells all its settings may tell the old value first. */
    boolean grant(String key, String kept) {
        return isOf(key) && kept.equals(value) && answer.complete(kept);
    }

    void refuse(String reason) {
        answer.completeExceptionally(new IllegalArgumentException(
                reason.equals("range")
                        ? setting.sentence(value)
                        : "its firmware does not know " + setting.key()
                                + "; upload the one that came with porchlight"));
    }

    boolean isOver() {
        return answer.isDone();
    }

    /**
     * @throws IllegalArgumentException the board refuses it
     * @throws IOException it said nothing in time
     */
    void await(Duration limit, String board) throws IOException, InterruptedException {
        try {
            answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalArgumentException(
                    "board " + board + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "board " + board + " did not answer for " + limit.toSeconds()
                            + " s; look at porchlight firmware whether it is heard, press its reset button, or check its cable",
                    e);
        } finally {
            answer.cancel(false);
        }
    }
}
