package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a command finds the packaged program that runs beside it. */
@Timeout(60)
class HostFileIT {
    @Test
    void aRunningHostSaysWhereItIsAndNoMoreOnceItStopped(@TempDir Path folder) throws Exception {
        try (Host host = Host.run(folder, """
                data: data
                web: {port: 0, https: {port: 0}}
                plugins: []
                boards: []
                cameras: []
                """)) {
            Path file = folder.resolve("data/host.json");
            String json = Files.readString(file);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(Host.find(json, "\"url\":\"([^\"]+)\"").orElseThrow())
                                    .resolve("/api/v1/status"))
                    .header(
                            "Authorization",
                            "Bearer "
                                    + Host.find(json, "\"token\":\"([^\"]+)\"").orElseThrow())
                    .build();

            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(
                    Long.toString(host.pid()),
                    Host.find(json, "\"pid\":([0-9]+)").orElseThrow());
            assertEquals(
                    200,
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode());

            host.terminate();
            assertFalse(Files.exists(file), host.output());
        }
    }
}
