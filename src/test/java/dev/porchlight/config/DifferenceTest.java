package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferenceTest {
    @TempDir
    private Path folder;

    private Explained read(String yaml) throws IOException, ConfigException {
        return ConfigFile.explain(Files.writeString(folder.resolve("x.yaml"), yaml), Map.of(), Map.of());
    }

    private Difference between(String before, String after) throws IOException, ConfigException {
        Explained started = read(before);
        return Difference.between(started, started, read(after));
    }

    @Test
    void whatCanBeChangedInARunningHouseIsToldApartFromWhatCannot() throws Exception {
        assertEquals(
                new Difference(
                        List.of("visits.quiet from 5s to 10s", "name from Front door to Porch"),
                        List.of("web.port from 8080 to 8081")),
                between("web: {}", "name: Porch\nweb: {port: 8081}\nvisits: {quiet: 10s}"));
    }

    @Test
    void theSameInOtherWordsIsNoDifference() throws Exception {
        assertEquals(
                new Difference(List.of(), List.of()),
                between("# a word\nname: Porch\nweb: {port: 8080}", "\n\nweb: {}\nname: 'Porch'"));
    }

    @Test
    void aBoardsOwnRulesAreTold() throws Exception {
        assertEquals(
                List.of("boards[0].visits.quiet from 7s to 8s"),
                between("boards: [{name: door, visits: {quiet: 7s}}]", "boards: [{name: door, visits: {quiet: 8s}}]")
                        .live());
    }

    @Test
    void anotherBoardNeedsARestart() throws Exception {
        assertEquals(
                List.of("boards[0].port from auto to /dev/ttyACM0"),
                between("boards: [{name: door}]", "boards: [{name: door, port: /dev/ttyACM0}]")
                        .later());
    }

    @Test
    void aSecretThatIsShownNowhereIsADifferenceAllTheSame() throws Exception {
        assertEquals(
                List.of("cameras"),
                between(
                                "cameras: [{name: door, source: url, url: 'rtsp://me:one@camera/live'}]",
                                "cameras: [{name: door, source: url, url: 'rtsp://me:two@camera/live'}]")
                        .later());
    }

    @Test
    void whereAPasswordMayStandNoValueIsTold() throws Exception {
        assertEquals(
                List.of("cameras[0].url"),
                between(
                                "cameras: [{name: door, source: url, url: 'http://camera/video?pwd=one'}]",
                                "cameras: [{name: door, source: url, url: 'http://camera/video?pwd=two'}]")
                        .later());
    }

    @Test
    void whatWaitsForARestartIsToldUntilItIsTakenBack() throws Exception {
        Explained started = read("web: {port: 8080}");
        Explained other = read("web: {port: 8081}\nname: Porch");
        assertEquals(
                new Difference(List.of(), List.of("web.port from 8080 to 8081")),
                Difference.between(started, other, other));
        assertEquals(
                new Difference(List.of("name from Porch to Front door"), List.of()),
                Difference.between(started, other, started));
    }
}
