package dev.porchlight.command;

import dev.porchlight.library.DataFolder;
import dev.porchlight.library.HostFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The host that runs on the same data folder, asked over HTTP with the token of its run. */
final class RunningHost {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int REFUSED = 400;

    private final HostFile host;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    private RunningHost(HostFile host) {
        this.host = host;
    }

    /**
     * @return empty if none runs
     * @throws IOException with a sentence: one runs but cannot be asked
     */
    static Optional<RunningHost> of(Path data) throws IOException, InterruptedException {
        Optional<HostFile> file;
        try {
            file = HostFile.read(data);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "only the user that runs porchlight may read " + e.getFile()
                            + "; say it as that user (sudo -u NAME)",
                    e);
        }
        if (file.isPresent()) {
            RunningHost running = new RunningHost(file.get());
            try {
                running.send("GET", "livez", "", LIMIT);
                return Optional.of(running);
            } catch (ConnectException e) {
                // it was killed, and left its file behind
            }
        }
        Optional<String> holder = DataFolder.heldBy(data);
        if (holder.isPresent()) {
            throw new IOException("data folder " + data + " is in use by " + holder.get()
                    + ", which does not answer; wait until it is ready, or stop it");
        }
        return Optional.empty();
    }

    long pid() {
        return host.pid();
    }

    Map<?, ?> get(String path) throws IOException, InterruptedException {
        return JsonText.readObject(send("GET", path, "", LIMIT));
    }

    Map<?, ?> patch(String path, String json) throws IOException, InterruptedException {
        return JsonText.readObject(send("PATCH", path, json, LIMIT));
    }

    /** Has it do something that may take so long. */
    Map<?, ?> post(String path, Duration limit) throws IOException, InterruptedException {
        return JsonText.readObject(send("POST", path, "", limit));
    }

    /** @throws IOException what it says when it refuses */
    private String send(String method, String path, String body, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(host.url().resolve("/" + path))
                .timeout(limit)
                .header("Authorization", "Bearer " + host.token())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() < REFUSED) {
            return answer.body();
        }
        Object words = answer.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith("application/json"))
                        .isPresent()
                ? JsonText.readObject(answer.body()).get("error")
                : null;
        throw new IOException(
                words == null ? "the running porchlight answers " + answer.statusCode() : words.toString());
    }
}
