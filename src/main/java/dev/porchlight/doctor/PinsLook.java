package dev.porchlight.doctor;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.health.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The serial port on the pins of a Raspberry Pi: a login console on it talks into the board. */
record PinsLook(List<BoardConfig> boards, Standpoint from, Machine machine, Conditions conditions) implements Look {
    private static final String PORT = "/dev/serial0";
    private static final String MODEL = "/proc/device-tree/model";

    @Override
    public String what() {
        return PORT;
    }

    @Override
    public List<Finding> look() throws IOException, InterruptedException {
        Path port = machine.at(PORT);
        if (!Files.exists(port)) {
            return boards.stream().anyMatch(PinsLook::isNamedBy) ? List.of(away()) : List.of();
        }
        String device = port.toRealPath().getFileName().toString();
        for (BoardConfig board : boards) {
            if (mayBeAt(board, device)) {
                return List.of(free(device));
            }
        }
        return List.of();
    }

    private static boolean isNamedBy(BoardConfig board) {
        return board.port().equals(PORT);
    }

    /** One that finds its port by itself may, as long as it is not heard elsewhere. */
    private boolean mayBeAt(BoardConfig board, String device) throws InterruptedException {
        if (!board.port().equals(BoardConfig.AUTO)) {
            return isNamedBy(board);
        }
        if (from == Standpoint.BESIDE) {
            return false; // the running house knows
        }
        Optional<Condition> heard = conditions.of("board " + board.name());
        return heard.isEmpty()
                || heard.get().state() != Condition.State.OK
                || heard.get().words().contains("/dev/" + device + " ");
    }

    private Finding away() throws IOException {
        return isPi()
                ? Finding.mendedBy(
                        PORT,
                        "the serial port on the pins is switched off",
                        "sudo raspi-config nonint do_serial_hw 0 && sudo reboot")
                : Finding.broken(
                        PORT,
                        "this machine has no serial port on its pins",
                        "write 'port: auto', or the name that ls /dev/serial/by-id shows");
    }

    private boolean isPi() throws IOException {
        Path model = machine.at(MODEL);
        return Files.isReadable(model) && Files.readString(model).contains("Raspberry Pi");
    }

    private Finding free(String device) throws IOException, InterruptedException {
        if (isConsole(device)) {
            return Finding.mendedBy(
                    PORT,
                    "a login console is on the pins' serial port and talks into the board",
                    "sudo raspi-config nonint do_serial_cons 1 && sudo reboot");
        }
        // The small port's speed follows the processor's (Raspberry Pi documentation, "Configure UARTs").
        return device.equals("ttyS0") && isPi()
                ? new Finding(
                        PORT,
                        Finding.State.OPEN,
                        "Bluetooth has the better of the two serial ports; if lines arrive damaged, give it to the board",
                        "sudo sh -c 'echo dtoverlay=disable-bt >> /boot/firmware/config.txt' && sudo reboot",
                        true)
                : Finding.works(PORT, "the pins' serial port is free for a board");
    }

    /** It was asked for at the start, or runs now. */
    private boolean isConsole(String device) throws IOException, InterruptedException {
        for (String file : List.of("/boot/firmware/cmdline.txt", "/boot/cmdline.txt", "/proc/cmdline")) {
            Path words = machine.at(file);
            if (Files.isReadable(words)
                    && Files.readString(words).matches("(?s).*\\bconsole=(serial0|" + device + ")\\b.*")) {
                return true;
            }
        }
        return machine.say("systemctl", "is-active", "serial-getty@" + device + ".service")
                .isPresent();
    }
}
