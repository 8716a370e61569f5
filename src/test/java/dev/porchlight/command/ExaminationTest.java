package dev.porchlight.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor at made-up machines. */
class ExaminationTest {
    private static final String NO_ROOM_NEEDED = "retention: {min_free: 0B}\n";

    @TempDir
    private Path root;

    private final Map<String, String> programs = new HashMap<>();

    @BeforeEach
    void aMachineThatHasEverything() throws IOException {
        file("dev/ttyACM0", "");
        file("dev/video0", "");
        file("proc/cmdline", "root=/dev/mmcblk0p2 console=tty1");
        programs.put("ffmpeg", " V..... libx264  H.264");
        programs.put("timedatectl", "yes\n");
    }

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private List<Finding> findings(String yaml) throws Exception {
        HouseConfig house = ConfigFile.parse(
                NO_ROOM_NEEDED + "data: " + root.resolve("data") + "\n" + yaml, Path.of("p.yaml"), Map.of());
        return new Examination(house, root, command -> Optional.ofNullable(programs.get(command[0]))).findings();
    }

    private Finding finding(String what, String yaml) throws Exception {
        return findings(yaml).stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMachineThatHasEverythingIsWell() throws Exception {
        List<Finding> findings = findings("");

        assertFalse(findings.stream().anyMatch(Finding::isBroken), findings.toString());
        assertEquals(
                List.of("Java", "board door", "/dev/serial0", "camera door", "ffmpeg", "data folder", "clock"),
                findings.stream().map(Finding::what).toList());
    }

    @Test
    void aLoginConsoleOnThePinsHasTheLineThatTakesItAway() throws Exception {
        file("dev/ttyAMA0", "");
        Files.createSymbolicLink(root.resolve("dev/serial0"), Path.of("ttyAMA0"));
        assertFalse(finding("/dev/serial0", "").isBroken());

        for (String console : List.of("serial0", "ttyAMA0")) {
            file("boot/firmware/cmdline.txt", "console=" + console + ",115200 console=tty1");
            Finding finding = finding("/dev/serial0", "");

            assertTrue(finding.isBroken(), console);
            assertEquals("sudo raspi-config nonint do_serial_cons 1 && sudo reboot", finding.remedy());
        }
        assertTrue(
                findings("boards: [{name: door, port: /dev/ttyACM0}]").stream()
                        .noneMatch(finding -> finding.what().equals("/dev/serial0")),
                "a board on another port does not care");
    }

    @Test
    void bluetoothOnTheBetterPortIsSaid() throws Exception {
        file("dev/ttyS0", "");
        Files.createSymbolicLink(root.resolve("dev/serial0"), Path.of("ttyS0"));

        assertTrue(finding("/dev/serial0", "").words().contains("dtoverlay=disable-bt"));
    }

    @Test
    void whatIsNotThereIsBrokenAndSaysWhatToDo() throws Exception {
        Files.delete(root.resolve("dev/ttyACM0"));
        Files.delete(root.resolve("dev/video0"));
        programs.remove("ffmpeg");
        programs.put("timedatectl", "no\n");

        for (String what : List.of("board door", "camera door", "ffmpeg", "clock")) {
            Finding finding = finding(what, "");
            assertTrue(finding.isBroken(), what);
            assertTrue(finding.line().contains("-> "), finding.line());
        }
        assertEquals("sudo apt install ffmpeg", finding("ffmpeg", "").remedy());
        assertEquals("sudo timedatectl set-ntp true", finding("clock", "").remedy());
        assertEquals("no serial port is there", finding("board door", "").words());
    }

    @Test
    void aCameraOfTheRibbonIsAskedOfRpicam() throws Exception {
        programs.put("rpicam-vid", "rpicam-apps build: v1.5");
        programs.put("rpicam-hello", "No cameras available!");
        assertTrue(finding("camera door", "").isBroken());

        programs.put("rpicam-hello", "Available cameras\n0 : imx219 [3280x2464]");
        assertFalse(finding("camera door", "").isBroken());
    }

    @Test
    void aDiskWithoutRoomIsBroken() throws Exception {
        HouseConfig house = ConfigFile.parse(
                "retention: {min_free: 999999TB}\ndata: " + root.resolve("data"), Path.of("p.yaml"), Map.of());

        assertTrue(new Examination(house, root, command -> Optional.empty())
                .findings().stream().anyMatch(finding -> finding.what().equals("data folder") && finding.isBroken()));
    }
}
