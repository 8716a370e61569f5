package dev.porchlight.command;

import dev.porchlight.command.HouseOpener.OpenHouse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Opens a demo house, looks at each page once and ends: whatever classes a running host needs are loaded then, so that
 * the JVM can write them to its archive (-XX:ArchiveClassesAtExit).
 */
@Command(name = "warm-up", hidden = true, description = "Makes the archive of classes that a start is quick by.")
final class WarmUpCommand implements Callable<Integer> {
    private final HouseOpener opener;

    @Parameters(paramLabel = "FOLDER", description = "An empty folder for its data.")
    private Path folder;

    WarmUpCommand(HouseOpener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = Map.of(
                "PORCHLIGHT_WEB_PORT",
                "0",
                "PORCHLIGHT_DATA",
                folder.resolve("data").toString());
        HttpClient browser = HttpClient.newHttpClient();
        try (OpenHouse house = opener.open(DemoCommand.demo(environment), HouseOpener.Boards.SIMULATED)) {
            URI home = URI.create(house.address());
            browser.send(
                    HttpRequest.newBuilder(home.resolve("/visits"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            for (String page : List.of("/", "/status", "/livez", "/metrics", "/api/v1/visits", "/nowhere")) {
                browser.send(
                        HttpRequest.newBuilder(home.resolve(page)).build(), HttpResponse.BodyHandlers.discarding());
            }
        }
        return 0;
    }
}
