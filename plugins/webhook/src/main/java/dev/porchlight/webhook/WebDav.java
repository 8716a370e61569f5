package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Uploads one file by WebDAV (RFC 4918): as {@code .part}, making folders that are missing, then renamed, so that nobody
 * there ever sees half a file.
 */
record WebDav(Way plain) implements Way {
    private static final Set<Integer> FOLDER_IS_MISSING = Set.of(404, 409);
    /** Made, or there already; some servers say 301 then, to the name with a slash. */
    private static final Set<Integer> FOLDER_IS_THERE = Set.of(200, 201, 301, 405);

    private static final int MOST_FOLDERS = 30;

    @Override
    public Answer go(Call call, String id, Instant deadline)
            throws IOException, SinkBrokenException, InterruptedException {
        String path = call.target().uri().getRawPath();
        Target part = call.target().at(path + ".part");
        // Nextcloud makes the folders by itself when it is asked to; others take no notice.
        Call put = new Call(call.method(), part, with(call, Map.of("X-NC-WebDAV-Auto-Mkcol", "1")), call.content());
        Answer answer = plain.go(put, id, deadline);
        if (FOLDER_IS_MISSING.contains(answer.status())) {
            Answer made = makeFolders(call, id, deadline);
            if (!FOLDER_IS_THERE.contains(made.status())) {
                return made;
            }
            answer = plain.go(put, id, deadline);
        }
        if (!Verdict.isTaken(answer)) {
            return answer;
        }
        Map<String, String> move = Map.of("Destination", call.target().uri().toString(), "Overwrite", "T");
        return plain.go(new Call("MOVE", part, with(call, move), Content.NONE), id, deadline);
    }

    /** From the deepest up until one can be made, then down again. */
    private Answer makeFolders(Call call, String id, Instant deadline)
            throws IOException, SinkBrokenException, InterruptedException {
        List<String> missing = new ArrayList<>();
        String folder = parent(call.target().uri().getRawPath());
        Answer answer = make(folder, call, id, deadline);
        while (FOLDER_IS_MISSING.contains(answer.status()) && folder.length() > 1 && missing.size() < MOST_FOLDERS) {
            missing.add(0, folder);
            folder = parent(folder);
            answer = make(folder, call, id, deadline);
        }
        for (String next : missing) {
            if (!FOLDER_IS_THERE.contains(answer.status())) {
                return answer;
            }
            answer = make(next, call, id, deadline);
        }
        return answer;
    }

    private Answer make(String folder, Call call, String id, Instant deadline)
            throws IOException, SinkBrokenException, InterruptedException {
        return plain.go(new Call("MKCOL", call.target().at(folder), with(call, Map.of()), Content.NONE), id, deadline);
    }

    /** Ends in a slash. */
    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
    }

    private static Map<String, String> with(Call call, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(call.headers());
        headers.putAll(more);
        return headers;
    }
}
