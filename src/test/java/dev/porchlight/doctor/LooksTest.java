package dev.porchlight.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor at made-up machines. */
class LooksTest {
    private static final HouseClock CLOCK = HouseClock.ofThisMachine();

    @TempDir
    private Path root;

    private FakeMachine machine;
    private final List<Condition> conditions = new ArrayList<>();

    @BeforeEach
    void aMachineThatHasEverything() throws Exception {
        machine = new FakeMachine(root);
        machine.file("dev/video0", "");
        machine.file("sys/class/video4linux/video0/name", "HD Webcam");
        machine.file("sys/class/video4linux/video0/index", "0");
        machine.file("proc/cmdline", "root=/dev/mmcblk0p2 console=tty1");
        machine.says.put("ffmpeg", " V..... libx264  H.264");
        machine.says.put("timedatectl", "NTP=yes\nNTPSynchronized=yes\n");
        heard("heard on /dev/ttyACM0 at 115200 baud, porchlight firmware 1.0");
    }

    private void heard(String words) {
        tell("board door", Condition.State.OK, words);
    }

    private void tell(String part, Condition.State state, String words) {
        conditions.removeIf(condition -> condition.part().equals(part));
        conditions.add(new Condition(part, state, words, Instant.EPOCH));
    }

    private List<Finding> findings(Standpoint from, String yaml) throws Exception {
        return findings(from, yaml, look -> true);
    }

    /** Only what this look finds: measuring the disk takes its time. */
    private List<Finding> findings(String what, String yaml) throws Exception {
        return findings(Standpoint.ALONE, yaml, look -> look.what().equals(what));
    }

    private List<Finding> findings(Standpoint from, String yaml, Predicate<Look> chosen) throws Exception {
        HouseConfig house = ConfigFile.parse(
                "retention: {min_free: 0B}\nweb: {port: 0}\ndata: " + root.resolve("data") + "\n" + yaml,
                Path.of("p.yaml"),
                Map.of());
        try (Plugins plugins = new Plugins(List.of(), new Health(CLOCK))) {
            List<Look> looks = Looks.of(house, machine.machine(), from, () -> List.copyOf(conditions), plugins).stream()
                    .filter(chosen)
                    .toList();
            try (Doctor doctor = new Doctor(looks, CLOCK)) {
                List<Finding> findings = doctor.examine(finding -> {}).findings();
                assertTrue(
                        findings.stream()
                                .noneMatch(
                                        its -> its.isCommand() && its.remedy().contains("; ")),
                        "what begins as a command is one: " + findings);
                return findings;
            }
        }
    }

    private Finding finding(String what, String yaml) throws Exception {
        return findings(what, yaml).get(0);
    }

    private boolean isSilentOn(String what, String yaml) throws Exception {
        return findings(what, yaml).isEmpty();
    }

    @Test
    void aMachineThatHasEverythingIsWell() throws Exception {
        List<Finding> findings = findings(Standpoint.ALONE, "");

        assertFalse(findings.stream().anyMatch(Finding::isBroken), findings.toString());
        assertEquals(
                List.of(
                        "porchlight",
                        "board door",
                        "camera door",
                        "ffmpeg",
                        "data folder",
                        "disk speed",
                        "clock",
                        "web port"),
                findings.stream().map(Finding::what).toList());
        try (Stream<Path> left = Files.list(root)) {
            assertTrue(
                    left.noneMatch(path -> path.getFileName().toString().startsWith(".porchlight")),
                    "measuring leaves nothing");
        }
    }

    @Test
    void aLoginConsoleOnThePinsHasTheLineThatTakesItAway() throws Exception {
        machine.file("dev/ttyAMA0", "");
        machine.link("dev/serial0", "ttyAMA0");
        String named = "boards: [{name: door, port: /dev/serial0}]";
        assertFalse(finding("/dev/serial0", named).isBroken());

        for (String console : List.of("serial0", "ttyAMA0")) {
            machine.file("boot/firmware/cmdline.txt", "console=" + console + ",115200 console=tty1");
            Finding finding = finding("/dev/serial0", named);

            assertTrue(finding.isBroken(), console);
            assertEquals("sudo raspi-config nonint do_serial_cons 1 && sudo reboot", finding.remedy());
        }
        machine.file("boot/firmware/cmdline.txt", "console=tty1");
        machine.says.put("systemctl is-active serial-getty@ttyAMA0.service", "active");
        assertTrue(finding("/dev/serial0", named).isBroken(), "one that was started since");
    }

    @Test
    void thePinsAreOfNoInterestWhileTheBoardIsHeardElsewhere() throws Exception {
        machine.file("dev/ttyAMA0", "");
        machine.link("dev/serial0", "ttyAMA0");
        machine.file("proc/cmdline", "console=ttyAMA0,115200");
        assertTrue(isSilentOn("/dev/serial0", ""), "an automatic board on USB");
        assertTrue(isSilentOn("/dev/serial0", "boards: [{name: door, port: /dev/ttyACM0}]"));

        heard("heard on /dev/ttyAMA0 at 115200 baud, porchlight firmware 1.0");
        assertTrue(finding("/dev/serial0", "").isBroken(), "heard there");
        tell("board door", Condition.State.FAILED, "no board was found; plug the Arduino in, or name its 'port'");
        assertTrue(finding("/dev/serial0", "").isBroken(), "heard nowhere");
    }

    @Test
    void bluetoothOnTheBetterPortIsSaid() throws Exception {
        machine.file("dev/ttyS0", "");
        machine.link("dev/serial0", "ttyS0");
        machine.file("proc/device-tree/model", "Raspberry Pi 3 Model B Rev 1.2\0");

        Finding finding = finding("/dev/serial0", "boards: [{name: door, port: /dev/serial0}]");
        assertFalse(finding.isBroken());
        assertTrue(finding.remedy().contains("dtoverlay=disable-bt"), finding.remedy());
    }

    @Test
    void pinsThatAreSwitchedOffAreSwitchedOnByOneLine() throws Exception {
        String named = "boards: [{name: door, port: /dev/serial0}]";
        assertTrue(finding("/dev/serial0", named).remedy().contains("port: auto"), "no Pi");

        machine.file("proc/device-tree/model", "Raspberry Pi 3 Model B Rev 1.2\0");
        assertEquals(
                "sudo raspi-config nonint do_serial_hw 0 && sudo reboot",
                finding("/dev/serial0", named).remedy());
    }

    @Test
    void whatIsNotThereSaysWhatToDo() throws Exception {
        tell("board door", Condition.State.FAILED, "no board was found; plug the Arduino in, or name its 'port'");
        Files.delete(root.resolve("sys/class/video4linux/video0/index"));
        machine.says.remove("ffmpeg");
        machine.says.put("timedatectl", "NTP=no\nNTPSynchronized=no\n");

        assertEquals(
                Finding.broken("board door", "no board was found", "plug the Arduino in, or name its 'port'"),
                finding("board door", ""));
        assertEquals("no camera was found", finding("camera door", "").words());
        assertEquals("sudo apt-get install -y ffmpeg", finding("ffmpeg", "").remedy());
        assertEquals("sudo timedatectl set-ntp true", finding("clock", "").remedy());
        assertTrue(finding("ffmpeg", "").isCommand());
        assertFalse(finding("board door", "").isCommand());
    }

    @Test
    void aCameraOfTheRibbonIsAskedOfItsProgram() throws Exception {
        String ribbon = "cameras: [{name: door, source: rpicam}]";
        machine.says.put("rpicam-hello --list-cameras", "No cameras available!");
        assertTrue(finding("camera door", ribbon).isBroken());

        machine.says.put("rpicam-hello --list-cameras", "Available cameras\n0 : imx219 [3280x2464]");
        assertEquals(
                "imx219 is at the ribbon cable", finding("camera door", ribbon).words());
        assertEquals("imx219 is at the ribbon cable", finding("camera door", "").words());
    }

    @Test
    void aCameraOfTheNetworkIsKnockedAt() throws Exception {
        int port;
        try (ServerSocket camera = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = camera.getLocalPort();
            Finding there = finding("camera door", url(port));
            assertEquals("127.0.0.1:" + port + " answers", there.words());
        }
        Finding gone = finding("camera door", url(port));
        assertEquals("nobody answers at 127.0.0.1:" + port, gone.words());
        assertFalse(gone.toString().contains("secret"), "its password is not shown");
        Finding wrong = finding("camera door", url(port).replace("secret", "sec^ret"));
        assertEquals("its 'url' is no address", wrong.words());
        assertFalse(wrong.toString().contains("sec^ret"), "nor is one that cannot be in an address");
    }

    private static String url(int port) {
        return "cameras: [{name: door, source: url, url: \"rtsp://me:secret@127.0.0.1:" + port + "/1\"}]";
    }

    @Test
    void aRunningHouseKnowsBest() throws Exception {
        tell("camera door", Condition.State.WARNING, "the picture is black; take the cap off");
        tell("disk", Condition.State.FAILED, "the disk of /data is full; make room on it");
        List<Finding> findings = findings(Standpoint.INSIDE, "");

        assertTrue(
                findings.contains(Finding.broken("camera door", "the picture is black", "take the cap off")),
                findings.toString());
        assertEquals(
                Finding.broken("disk", "the disk of /data is full", "make room on it"),
                findings.get(findings.size() - 1));
        assertTrue(findings.stream()
                .anyMatch(its -> its.what().equals("web port") && its.words().contains("porchlight's own")));
    }

    @Test
    void aDiskWithoutRoomIsBroken() throws Exception {
        assertTrue(new DataLook(
                        ConfigFile.parse(
                                "retention: {min_free: 999999TB}\ndata: " + root.resolve("data"),
                                Path.of("p.yaml"),
                                Map.of()),
                        new FolderRights(machine.machine(), new Service(machine.machine())))
                .look()
                .get(0)
                .isBroken());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HouseConfig house =
                    ConfigFile.parse("web: {port: " + taken.getLocalPort() + "}", Path.of("p.yaml"), Map.of());

            Finding finding = new WebLook(house.web(), Standpoint.ALONE).look().get(0);
            assertTrue(finding.isBroken());
            assertTrue(finding.remedy().contains("sudo ss -ltnp 'sport = :" + taken.getLocalPort()));
            assertFalse(
                    new WebLook(house.web(), Standpoint.BESIDE).look().get(0).isBroken());
        }
    }
}
