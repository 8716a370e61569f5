package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command of this machine may do with the token of the running host; nobody has set the house up yet. */
class HostTokenTest {
    private OpenHouse house;
    private String bearer;

    @BeforeEach
    void aHouse(@TempDir Path folder) throws IOException {
        // Who comes through a proxy that is trusted comes from where the proxy says.
        house = OpenHouse.withLoginBehind(folder, List.of("127.0.0.1"));
        bearer = "Bearer " + house.access.orElseThrow().hostToken().secret();
    }

    @AfterEach
    void stop() throws IOException {
        house.close();
    }

    private int ask(String method, String path, String... headers) throws IOException, InterruptedException {
        return house.send(method, path, "", headers).statusCode();
    }

    @Test
    void itLooksAndChangesFromThisMachine() throws Exception {
        assertEquals(200, ask("GET", "/api/v1/status", "Authorization", bearer));
        assertEquals(404, ask("DELETE", "/api/v1/visits/x", "Authorization", bearer));
    }

    @Test
    void itIsWorthNothingFromElsewhere() throws Exception {
        assertEquals(401, ask("GET", "/api/v1/status", "Authorization", bearer, "X-Forwarded-For", "192.0.2.7"));
    }

    @Test
    void itManagesNeitherUsersNorTokensNorItself() throws Exception {
        for (String path :
                List.of("/settings/tokens", "/settings/users", "/settings/password", "/settings/links/revoke")) {
            assertEquals(403, ask("POST", path, "Authorization", bearer), path);
        }
    }

    @Test
    void oneLikeItOpensNothing() throws Exception {
        assertEquals(401, ask("GET", "/api/v1/status", "Authorization", bearer + "x"));
    }

    @Test
    void ofTwoStartsEachHasItsOwn(@TempDir Path another) throws Exception {
        try (OpenHouse other = OpenHouse.withLoginBehind(another, List.of())) {
            assertEquals(
                    401, other.get("/api/v1/status", "Authorization", bearer).statusCode());
        }
    }
}
