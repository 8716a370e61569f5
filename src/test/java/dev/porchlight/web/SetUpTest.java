package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.web.access.Access;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house in which nobody can sign in yet. */
class SetUpTest {
    private OpenHouse house;
    private Access access;

    @BeforeEach
    void aHouse(@TempDir Path folder) throws IOException {
        house = OpenHouse.withLogin(folder);
        access = house.access.orElseThrow();
    }

    @AfterEach
    void stop() throws IOException {
        house.close();
    }

    @Test
    void nothingButSetUpAnswersUntilThereIsAnOwner() throws Exception {
        assertEquals("/setup", OpenHouse.location(house.get("/")));
        assertEquals("/setup", OpenHouse.location(house.get("/login")));
        assertEquals("/setup", OpenHouse.location(house.get("/nothing")));
        assertEquals(401, house.post("/login", "name=a&password=b").statusCode());
        HttpResponse<String> api = house.get("/api/v1/visits");
        assertEquals(401, api.statusCode());
        assertTrue(api.body().contains("open /setup in a browser"), api.body());
        assertEquals(200, house.get("/livez").statusCode());
        assertTrue(house.get("/setup?code=7K2M-Q9XD").body().contains("value=\"7K2M-Q9XD\""));
    }

    @Test
    void theCodeMakesTheOwnerOnceAndSignsIn() throws Exception {
        String code = access.setUp().code().orElseThrow();
        String words = "&password=lantern+copper+violin&again=lantern+copper+violin";

        HttpResponse<String> wrong = house.post("/setup", "code=AAAA-BBBB-CCCC-DDDD&name=anna" + words);
        assertEquals(400, wrong.statusCode());
        assertTrue(wrong.body().contains("This is not the code"), wrong.body());
        HttpResponse<String> weak =
                house.post("/setup", "code=" + code + "&name=anna&password=password1234&again=password1234");
        assertTrue(weak.body().contains("on the list that burglars try first"), weak.body());

        HttpResponse<String> in = house.post("/setup", "code=" + code.toLowerCase(Locale.ROOT) + "&name=anna" + words);
        assertEquals("/", OpenHouse.location(in));
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
        assertEquals(200, house.get("/", "Cookie", cookie).statusCode());

        assertEquals("/login", OpenHouse.location(house.get("/setup")));
        HttpResponse<String> again = house.post("/setup", "code=" + code + "&name=eve" + words);
        assertEquals(400, again.statusCode());
        assertTrue(again.body().contains("set up already"), again.body());
    }
}
