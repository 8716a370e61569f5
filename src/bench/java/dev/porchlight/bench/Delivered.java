package dev.porchlight.bench;

import com.sun.net.httpserver.HttpServer;
import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The packaged host with its own plugins: from a trigger to the mail with its photo that an SMTP server on loopback has
 * accepted, and to the webhook that has arrived. The clock starts before the request that triggers by hand is sent.
 */
final class Delivered {
    private static final int STORED = 100_000;
    private static final int WARM_UP = 20;
    private static final int TRIGGERS = 200;
    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<Long> mails = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> hooks = new LinkedBlockingQueue<>();

    static void measure(Path folder, Path dist, Report report) throws Exception {
        Files.createDirectories(folder);
        new Delivered().run(folder, dist, report);
    }

    private void run(Path folder, Path dist, Report report) throws Exception {
        Path data = folder.resolve("data");
        Stored.fill(data, STORED);
        Path film = folder.resolve("film.mjpeg");
        for (int i = 0; i < 30; i++) {
            Files.write(film, TriggerToPhoto.picture(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            hooks.add(System.nanoTime());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        web.start();
        try (ServerSocket smtp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread mailbox = new Thread(() -> takeMails(smtp), "smtp");
            mailbox.setDaemon(true);
            mailbox.start();
            Path config = folder.resolve("house.yaml");
            Files.writeString(config, """
                    data: %s
                    web: {port: 0, login: false}
                    retention: {days: 36500, max_size: 1TB}
                    visits: {record: [photo], quiet: 100ms}
                    boards: []
                    cameras:
                      - {name: door, source: command, command: [ffmpeg, -v, error, -re, -stream_loop, "-1", -f, mjpeg,
                         -framerate, "15", -i, %s, -c, copy, -f, mjpeg, "pipe:1"]}
                    sinks:
                      - {name: me, type: email, host: 127.0.0.1, port: %d, security: none, from: porch@example.org,
                         to: [me@example.org], alerts: [visit.started]}
                      - {name: ha, type: webhook, url: "http://127.0.0.1:%d/", alerts: [visit.started]}
                    """.formatted(
                            data, film, smtp.getLocalPort(), web.getAddress().getPort()));
            Process host = Footprint.start(dist, config);
            // What nobody reads fills the pipe, and then the host waits with its next line.
            Thread log = new Thread(() -> drain(host), "log");
            log.setDaemon(true);
            log.start();
            try {
                trigger(URI.create(Footprint.ready(host).group(1)), report);
            } finally {
                Footprint.stop(host);
            }
        } finally {
            web.stop(0);
        }
    }

    private static void drain(Process host) {
        try {
            host.getErrorStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it has ended
        }
    }

    private void trigger(URI address, Report report) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest visit = HttpRequest.newBuilder(address.resolve("/api/v1/visits"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        TimeUnit.SECONDS.sleep(5); // the camera gives pictures
        Figures toMail = new Figures();
        Figures toHook = new Figures();
        for (int i = 0; i < WARM_UP + TRIGGERS; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = client.send(visit, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IOException("the trigger was answered " + answer.statusCode() + ": " + answer.body());
            }
            double mail = (await(mails) - start) / 1e6;
            double hook = (await(hooks) - start) / 1e6;
            if (i >= WARM_UP) {
                toMail.add(mail);
                toHook.add(hook);
            }
            TimeUnit.MILLISECONDS.sleep(300); // the visit is over
        }
        report.line("trigger to mail with photo accepted, " + STORED + " visits stored: " + toMail.inMillis());
        report.line("trigger to webhook received, " + STORED + " visits stored: " + toHook.inMillis());
    }

    private static long await(BlockingQueue<Long> arrived) throws Exception {
        Long at = arrived.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (at == null) {
            throw new IOException("nothing was delivered for " + LIMIT_SECONDS + " s");
        }
        return at;
    }

    /** As little of RFC 5321 as a client needs. */
    private void takeMails(ServerSocket smtp) {
        while (!smtp.isClosed()) {
            try (Socket socket = smtp.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                OutputStream out = socket.getOutputStream();
                answer(out, "220 bench");
                boolean isData = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (isData) {
                        if (line.equals(".")) {
                            isData = false;
                            mails.add(System.nanoTime());
                            answer(out, "250 taken");
                        }
                    } else if (line.equalsIgnoreCase("DATA")) {
                        isData = true;
                        answer(out, "354 go on");
                    } else if (line.equalsIgnoreCase("QUIT")) {
                        answer(out, "221 bye");
                        break;
                    } else {
                        answer(out, "250 ok");
                    }
                }
            } catch (IOException e) {
                // that client is gone
            }
        }
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
