package dev.porchlight.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.web.access.Access.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String GOOD = "four words in a row";
    private static final String OTHER = "five other words in a row";
    private static final Caller PHONE = new Caller("192.168.1.7", "Phone");
    private static final Caller LAPTOP = new Caller("192.168.1.8", "Laptop");

    @TempDir
    private Path data;

    private final MovedClock clock = new MovedClock();
    private Access access;

    @BeforeEach
    void open() throws Exception {
        access = anew();
    }

    private Access anew() throws Exception {
        HouseConfig config = ConfigFile.parse("data: " + data, Path.of("porchlight.yaml"), Map.of());
        return new Access(config, clock.clock(), new Passwords(1_000, Duration.ofSeconds(10)), Runnable::run);
    }

    private String annaSignsIn(Caller from) throws Exception {
        if (!access.isSetUp()) {
            access.users().setPassword("anna", Optional.empty(), GOOD);
        }
        return access.signIn(from, "anna", GOOD);
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(RefusedException.class, call).getMessage();
    }

    // the first user

    @Test
    void theCodeMakesTheFirstUserOnceAndSignsIn() throws Exception {
        String code = access.setUp().code().orElseThrow();
        assertTrue(code.matches("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}"), code);

        String id = access.setUp(PHONE, code.toLowerCase(java.util.Locale.ROOT).replace("-", " "), " Anna ", GOOD);

        Pass pass = access.bySession(id, "192.168.1.7").orElseThrow();
        assertEquals("anna", pass.name());
        assertTrue(pass.may(Scope.CHANGE));
        assertEquals(Optional.empty(), access.setUp().code());
        assertEquals("This house is set up already; sign in.", refusal(() -> access.setUp(PHONE, code, "bert", GOOD)));
    }

    @Test
    void aBadPasswordDoesNotUseTheCodeUp() throws Exception {
        String code = access.setUp().code().orElseThrow();

        assertTrue(refusal(() -> access.setUp(PHONE, code, "anna", "short")).startsWith("This password has 5"));
        assertTrue(refusal(() -> access.setUp(PHONE, code, "an na", GOOD)).startsWith("A user's name is"));
        access.setUp(PHONE, code, "anna", GOOD);

        assertTrue(access.isSetUp());
    }

    @Test
    void aWrongCodeIsDelayedLikeAWrongPassword() {
        for (int i = 0; i < 5; i++) {
            assertTrue(refusal(() -> access.setUp(PHONE, "0000-0000-0000-0000", "anna", GOOD))
                    .startsWith("This is not the code"));
        }
        assertTrue(refusal(() -> access.setUp(LAPTOP, access.setUp().code().orElseThrow(), "anna", GOOD))
                .startsWith("There were too many wrong tries"));
    }

    @Test
    void afterAnHourThereIsANewCodeAndItIsTold() {
        List<String> told = new ArrayList<>();
        access.tick(told::add);
        access.tick(told::add);
        clock.pass(SetUp.GOOD_FOR);
        access.tick(told::add);

        assertEquals(2, told.size());
        assertNotEquals(told.get(0), told.get(1));
        assertTrue(refusal(() -> access.setUp(PHONE, told.get(0), "anna", GOOD)).startsWith("This is not the code"));
    }

    @Test
    void theConsoleShowsAddressCodeAndAQrCode() {
        String text = SetUp.text(
                "7K2M-Q9XD-4TRA-88VN",
                List.of("http://192.168.1.7:8080", "http://[2001:db8::7]:8080"),
                Optional.of("access.json was damaged"));

        assertTrue(
                text.startsWith(
                        "access.json was damaged.\nNobody can sign in yet. Open http://192.168.1.7:8080/setup or"
                                + " http://[2001:db8::7]:8080/setup and give this code within the hour:\n\n"
                                + "    7K2M-Q9XD-4TRA-88VN\n"),
                text);
        List<String> picture =
                text.lines().filter(line -> line.matches("[█▀].*")).toList();
        assertEquals(21, picture.size(), text);
        assertTrue(picture.stream().allMatch(line -> line.length() == 41), text);
        assertEquals("█".repeat(41), picture.get(0));
        assertTrue(picture.get(2).startsWith("████ ▄▄▄▄▄ █"), text);
    }

    @Test
    void aDamagedFileMeansANewCode() throws Exception {
        String id = annaSignsIn(PHONE);
        Files.writeString(data.resolve("access.json"), "{");
        clock.pass(Duration.ofSeconds(1));

        assertEquals(Optional.empty(), access.bySession(id, "192.168.1.7"));
        assertTrue(access.setUp().code().isPresent());
        assertTrue(access.setAside().isPresent());
    }

    // signing in

    @Test
    void aWrongNameAndAWrongPasswordGetTheSameSentence() throws Exception {
        annaSignsIn(PHONE);

        assertEquals("The name or the password is wrong.", refusal(() -> access.signIn(PHONE, "anna", OTHER)));
        assertEquals("The name or the password is wrong.", refusal(() -> access.signIn(PHONE, "nobody", OTHER)));
    }

    @Test
    void fiveWrongPasswordsFromAnywhereLockStrangersOutButNotTheOwnersPhone() throws Exception {
        annaSignsIn(PHONE);
        for (int i = 0; i < 5; i++) {
            Caller stranger = new Caller("10.0.0." + i, "x");
            assertThrows(RefusedException.class, () -> access.signIn(stranger, "anna", OTHER));
        }

        assertTrue(refusal(() -> access.signIn(LAPTOP, "anna", GOOD)).startsWith("There were too many wrong tries"));
        assertTrue(access.bySession(access.signIn(PHONE, "anna", GOOD), "192.168.1.7")
                .isPresent());
        clock.pass(Duration.ofSeconds(30));
        assertTrue(access.bySession(access.signIn(LAPTOP, "anna", GOOD), "192.168.1.8")
                .isPresent());
    }

    @Test
    void eachSignInGivesANewIdOfWhichOnlyTheHashIsKept() throws Exception {
        String first = annaSignsIn(PHONE);
        String second = annaSignsIn(PHONE);

        assertNotEquals(first, second);
        assertTrue(first.matches("[A-Za-z0-9_-]{43}"), first);
        String kept = Files.readString(data.resolve("access.json"));
        assertFalse(kept.contains(first));
        assertFalse(kept.contains(GOOD));
        assertTrue(kept.contains(Secrets.hash(first)));
    }

    @Test
    void aPasswordOfOldParametersIsHashedAnewAtSignIn() throws Exception {
        annaSignsIn(PHONE);
        HouseConfig config = ConfigFile.parse("data: " + data, Path.of("p.yaml"), Map.of());
        Access later = new Access(config, clock.clock(), new Passwords(2_000, Duration.ofSeconds(10)), Runnable::run);

        later.signIn(PHONE, "anna", GOOD);

        assertTrue(later.users().list().get(0).password().startsWith("$pbkdf2-sha256$i=2000$"));
        later.signIn(PHONE, "anna", GOOD);
    }

    @Test
    void signingInWaitsWhileTheDiskIsAway() throws Exception {
        Files.writeString(data.resolve("id.json"), "{}");
        String id = annaSignsIn(PHONE);
        Files.delete(data.resolve("id.json"));
        clock.pass(Duration.ofSeconds(1));

        IOException e = assertThrows(IOException.class, () -> access.signIn(PHONE, "anna", GOOD));

        assertTrue(e.getMessage().contains("signing in waits until the right one is back"), e.getMessage());
        assertTrue(access.bySession(id, "192.168.1.7").isPresent());
        assertEquals(Optional.empty(), access.setUp().code());
    }

    // users

    @Test
    void theFirstUserIsTheOwnerAndTheNextAViewerWhoMayNotChange() throws Exception {
        annaSignsIn(PHONE);
        access.users().setPassword("bert", Optional.empty(), GOOD);

        Pass bert = access.bySession(access.signIn(PHONE, "bert", GOOD), "192.168.1.7")
                .orElseThrow();

        assertTrue(bert.may(Scope.LOOK));
        assertFalse(bert.may(Scope.CHANGE));
    }

    @Test
    void thereIsAlwaysAnOwner() throws Exception {
        annaSignsIn(PHONE);

        assertEquals("There must be an owner; make another user one first.", refusal(() -> access.users()
                .setPassword("anna", Optional.of(UserRole.VIEWER), OTHER)));
    }

    @Test
    void aNewPasswordSignsOutEverywhereButHere() throws Exception {
        String phone = annaSignsIn(PHONE);
        String laptop = annaSignsIn(LAPTOP);
        Pass pass = access.bySession(phone, "192.168.1.7").orElseThrow();
        assertEquals("The old password is wrong.", refusal(() -> access.changePassword(PHONE, pass, OTHER, OTHER)));

        String fresh = access.changePassword(PHONE, pass, GOOD, OTHER);

        assertTrue(access.bySession(fresh, "192.168.1.7").isPresent());
        assertEquals(Optional.empty(), access.bySession(phone, "192.168.1.7"));
        assertEquals(Optional.empty(), access.bySession(laptop, "192.168.1.8"));
        access.signIn(PHONE, "anna", OTHER);
    }

    // sessions

    @Test
    void aSessionOutlivesARestartAndEndsAfterThirtyDaysUnseen() throws Exception {
        String id = annaSignsIn(PHONE);
        clock.pass(Duration.ofDays(29));
        assertTrue(anew().bySession(id, "192.168.1.7").isPresent());
        clock.pass(Duration.ofDays(29));
        assertTrue(anew().bySession(id, "192.168.1.7").isPresent());
        clock.pass(Duration.ofDays(30));
        assertEquals(Optional.empty(), anew().bySession(id, "192.168.1.7"));
    }

    @Test
    void lookingWritesOnceAnHourAtMost() throws Exception {
        String id = annaSignsIn(PHONE);
        Path file = data.resolve("access.json");
        FileTime longAgo = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
        Files.setLastModifiedTime(file, longAgo);
        for (int minute = 0; minute < 59; minute++) {
            clock.pass(Duration.ofMinutes(1));
            access.bySession(id, "192.168.1.7");
            access.tick(code -> {});
        }
        assertEquals(longAgo, Files.getLastModifiedTime(file));

        clock.pass(Duration.ofMinutes(1));
        access.bySession(id, "192.168.1.99");

        assertNotEquals(longAgo, Files.getLastModifiedTime(file));
        Session session = access.sessions().list("anna").get(0);
        assertEquals(clock.now(), session.seen());
        assertEquals("192.168.1.99", session.address());
    }

    @Test
    void aJumpOfTheClockSignsNobodyOut() throws Exception {
        String id = annaSignsIn(PHONE);
        clock.jump(Duration.ofDays(365));
        assertTrue(access.bySession(id, "192.168.1.7").isPresent());
        clock.jump(Duration.ofDays(-365));
        clock.pass(Duration.ofDays(29));
        assertTrue(access.bySession(id, "192.168.1.7").isPresent());
    }

    @Test
    void oneOrAllSessionsOfAUserCanBeEnded() throws Exception {
        String phone = annaSignsIn(PHONE);
        clock.pass(Duration.ofMinutes(1));
        String laptop = annaSignsIn(LAPTOP);
        assertEquals(
                List.of("Laptop", "Phone"),
                access.sessions().list("anna").stream().map(Session::browser).toList());

        access.sessions().end("bert", Secrets.hash(phone));
        assertTrue(access.bySession(phone, "192.168.1.7").isPresent());
        access.sessions().end("anna", Secrets.hash(phone));
        assertEquals(Optional.empty(), access.bySession(phone, "192.168.1.7"));
        assertTrue(access.bySession(laptop, "192.168.1.8").isPresent());
        access.sessions().endAll("anna");
        assertEquals(List.of(), access.sessions().list("anna"));
    }

    @Test
    void aStreamEndsWithItsSessionWhoeverEndsIt() throws Exception {
        List<String> ended = new ArrayList<>();
        Pass phone = access.bySession(annaSignsIn(PHONE), "192.168.1.7").orElseThrow();
        Pass laptop = access.bySession(annaSignsIn(LAPTOP), "192.168.1.8").orElseThrow();
        Pass token =
                access.byToken(access.tokens().add("ha", Set.of(Scope.LOOK))).orElseThrow();
        access.whenEnded(phone, () -> ended.add("phone"));
        access.whenEnded(laptop, () -> ended.add("laptop"));
        access.whenEnded(token, () -> ended.add("token"));
        access.whenEnded(laptop, () -> ended.add("closed before")).run();

        access.sessions().end("anna", phone.hash());
        assertEquals(List.of("phone"), ended);
        Access command = anew();
        command.users().setPassword("anna", Optional.empty(), OTHER);
        command.tokens().remove("ha");
        clock.pass(Duration.ofSeconds(1));
        access.tick(code -> {});

        assertEquals(Set.of("phone", "laptop", "token"), Set.copyOf(ended));
        assertEquals(3, ended.size());
    }

    @Test
    void theOldestSessionsMakeRoom() throws Exception {
        String first = annaSignsIn(PHONE);
        for (int i = 0; i < AccessState.MAX_SESSIONS; i++) {
            clock.pass(Duration.ofSeconds(1));
            access.sessions().begin(access.users().list().get(0), "x", "192.168.1.7");
        }

        assertEquals(AccessState.MAX_SESSIONS, access.sessions().list("anna").size());
        assertEquals(Optional.empty(), access.bySession(first, "192.168.1.7"));
    }

    @Test
    void whoSignsInAgainAndAgainPushesNobodyElseOut() throws Exception {
        String owners = annaSignsIn(PHONE);
        User viewer =
                access.users().setPassword("bert", Optional.of(UserRole.VIEWER), "lantern copper violin moss too");
        for (int i = 0; i < AccessState.MAX_SESSIONS + 1; i++) {
            clock.pass(Duration.ofSeconds(1));
            access.sessions().begin(viewer, "x", "192.168.1.9");
        }

        assertTrue(access.bySession(owners, "192.168.1.7").isPresent());
        assertEquals(
                AccessState.MAX_SESSIONS - 1, access.sessions().list("bert").size());
    }

    // tokens

    @Test
    void aTokensSecretIsShownOnceAndFoundAgain() throws Exception {
        String secret = access.tokens().add("home assistant", Set.of(Scope.LOOK));

        Pass pass = access.byToken(secret).orElseThrow();
        assertEquals("home assistant", pass.name());
        assertFalse(pass.may(Scope.CHANGE));
        assertFalse(Files.readString(data.resolve("access.json")).contains(secret));
        assertEquals(Optional.empty(), access.byToken(secret + "x"));
        assertEquals(
                "There is a token 'home assistant' already; remove it first, or choose another name.",
                refusal(() -> access.tokens().add("home assistant", Set.of(Scope.LOOK))));

        access.tokens().remove("home assistant");
        assertEquals(Optional.empty(), access.byToken(secret));
        assertEquals(
                "There is no token 'home assistant'; porchlight token list shows them.",
                refusal(() -> access.tokens().remove("home assistant")));
    }

    // links

    private SignedLinks.Verdict check(String path, String query) {
        Map<String, String> parts = new java.util.HashMap<>();
        for (String part : query.split("&", -1)) {
            parts.put(part.split("=", 2)[0], part.split("=", 2)[1]);
        }
        return access.links()
                .check(path, Optional.ofNullable(parts.get("until")), Optional.ofNullable(parts.get("sig")));
    }

    @Test
    void aLinkOpensItsFileOnlyUntilItsTime() throws Exception {
        String link = access.links().file("/media/A1/photo.jpg", SignedLinks.USUAL);

        assertEquals(SignedLinks.Verdict.GOOD, check("/media/A1/photo.jpg", link));
        assertEquals(SignedLinks.Verdict.WRONG, check("/media/A1/clip.mp4", link));
        assertEquals(SignedLinks.Verdict.WRONG, check("/visits/A1", link));
        assertEquals(SignedLinks.Verdict.WRONG, check("/media/A1/photo.jpg", link.replaceFirst("until=1", "until=2")));
        assertEquals(SignedLinks.Verdict.WRONG, check("/media/A1/photo.jpg", "until=99999999999&sig="));
        assertEquals(SignedLinks.Verdict.WRONG, check("/media/A1/photo.jpg", "until=x&sig=x"));
        clock.pass(SignedLinks.USUAL);
        assertEquals(SignedLinks.Verdict.OVER, check("/media/A1/photo.jpg", link));
    }

    @Test
    void aSharedVisitOpensItsPageAndItsOwnFilesOnly() throws Exception {
        String link = access.links().visit("A1", Duration.ofHours(1));

        assertEquals(SignedLinks.Verdict.GOOD, check("/visits/A1", link));
        assertEquals(SignedLinks.Verdict.GOOD, check("/media/A1/photo.jpg", link));
        assertEquals(SignedLinks.Verdict.GOOD, check("/media/A1/clip.mp4", link));
        for (String other : List.of("/visits/A2", "/media/A2/photo.jpg", "/visits/A1/keep", "/", "/visits/A1/", "A1")) {
            assertEquals(SignedLinks.Verdict.WRONG, check(other, link), other);
        }
        clock.pass(Duration.ofHours(1));
        assertEquals(SignedLinks.Verdict.OVER, check("/media/A1/photo.jpg", link));
    }

    @Test
    void allLinksCanBeRevokedAndOutliveARestartOtherwise() throws Exception {
        String link = access.links().file("/media/A1/photo.jpg", SignedLinks.USUAL);
        access = anew();
        assertEquals(SignedLinks.Verdict.GOOD, check("/media/A1/photo.jpg", link));

        access.links().revokeAll();

        assertEquals(SignedLinks.Verdict.WRONG, check("/media/A1/photo.jpg", link));
        String fresh = access.links().file("/media/A1/photo.jpg", SignedLinks.USUAL);
        assertEquals(SignedLinks.Verdict.GOOD, check("/media/A1/photo.jpg", fresh));
    }
}
