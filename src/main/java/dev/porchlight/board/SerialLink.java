package dev.porchlight.board;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.porchlight.config.BoardConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A serial port, or a pty. The only class that knows jSerialComm. */
public final class SerialLink implements Link {
    /** USB vendors: Arduino (two), QinHeng CH340, FTDI, Silicon Labs CP210x (usb.ids). */
    private static final Set<Integer> KNOWN_VENDORS = Set.of(0x2341, 0x2A03, 0x1A86, 0x0403, 0x10C4);

    private static final Path PI_UART = Path.of("/dev/serial0");

    /** Who owns serial ports on Debian (its udev rules). */
    private static final String USUAL_GROUP = "dialout";

    private static final int READ_MILLIS = 100;
    private static final int EACCES = 13;
    private static final int EPERM = 1;
    private static final int EAGAIN = 11;
    private static final int EBUSY = 16;

    private final Path path;
    private final SerialPort port;
    private final PortClaims claims;

    private SerialLink(Path path, SerialPort port, PortClaims claims) {
        this.path = path;
        this.port = port;
        this.claims = claims;
    }

    /**
     * Does this at the end of the program, before every port is closed; otherwise ports would go while boards still
     * listen, and an orderly stop would look like a pulled cable.
     */
    public static void beforePortsClose(Thread stop) {
        SerialPort.addShutdownHook(stop);
    }

    /** How the board's line is opened: its device, or for {@code auto} the first free port of a known kind. */
    public static LinkOpener opener(BoardConfig board, PortClaims claims) {
        return board.port().equals(BoardConfig.AUTO)
                ? baud -> openKnown(baud, claims)
                : baud -> open(Path.of(board.port()), baud, claims);
    }

    private static Link openKnown(int baud, PortClaims claims) throws IOException {
        List<String> refused = new ArrayList<>();
        for (Path candidate : knownPorts()) {
            try {
                return open(candidate, baud, claims);
            } catch (IOException e) {
                refused.add(e.getMessage());
            }
        }
        if (refused.isEmpty()) {
            throw new PortAwayException("no board was found; plug the Arduino in, or name its 'port'");
        }
        throw new IOException(String.join("; ", refused));
    }

    /** Never a stranger's device: opening it might reset a printer. */
    private static List<Path> knownPorts() {
        List<Path> ports = new ArrayList<>();
        Arrays.stream(SerialPort.getCommPorts())
                .filter(port -> KNOWN_VENDORS.contains(port.getVendorID()))
                .map(port -> Path.of(port.getSystemPortPath()))
                .sorted()
                .forEach(ports::add);
        if (Files.exists(PI_UART)) {
            ports.add(PI_UART);
        }
        return ports;
    }

    private static Link open(Path device, int baud, PortClaims claims) throws IOException {
        Path path;
        try {
            // by-id and by-path are links that point elsewhere after each replugging
            path = device.toRealPath();
        } catch (IOException e) {
            throw new PortAwayException(device + " is not there; plug the board in, or correct 'port'");
        }
        if (!claims.claim(path)) {
            throw new IOException(path + " belongs to another board of this house; give each its own 'port'");
        }
        boolean opened = false;
        try {
            SerialPort port = SerialPort.getCommPort(path.toString());
            port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
            port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
            port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
            // Before opening: jSerialComm then clears HUPCL, so that our own restart does not reset the board.
            port.clearDTR();
            port.clearRTS();
            if (!port.openPort(0)) {
                throw new IOException(whyNot(path, port.getLastErrorCode()));
            }
            opened = true;
            return new SerialLink(path, port, claims);
        } catch (SerialPortInvalidPortException e) {
            throw new IOException(path + " is no serial port; correct 'port'", e);
        } finally {
            if (!opened) {
                claims.release(path);
            }
        }
    }

    private static String whyNot(Path path, int errno) {
        return switch (errno) {
            case EACCES, EPERM ->
                path + " may not be opened; let this user use serial ports: sudo usermod -aG " + group(path) + " "
                        + System.getProperty("user.name") + ", then restart porchlight";
            case EBUSY, EAGAIN ->
                path + " is held by "
                        + PortHolder.of(path)
                                .map(holder -> holder + "; stop that program")
                                .orElse("another program; stop that one (sudo fuser " + path + " names it)");
            default -> path + " cannot be opened (error " + errno + "); plug the board out and in again";
        };
    }

    /** Whose members may open the port; membership of root's own group is nothing to advise. */
    private static String group(Path path) {
        try {
            String group = Files.readAttributes(path, PosixFileAttributes.class)
                    .group()
                    .getName();
            return group.equals("root") ? USUAL_GROUP : group;
        } catch (IOException e) {
            return USUAL_GROUP; // it was unplugged meanwhile
        }
    }

    @Override
    public String port() {
        return path.toString();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        int count = port.readBytes(buffer, buffer.length);
        if (count < 0) {
            throw new IOException("unplugged: " + path + " is gone; plug the board in again");
        }
        return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (port.writeBytes(bytes, bytes.length) < bytes.length) {
            throw new IOException(path + " takes no more bytes");
        }
    }

    @Override
    public void setBaud(int baud) throws IOException {
        if (!port.setBaudRate(baud)) {
            throw new IOException(path + " refuses " + baud + " baud; set 'baud'");
        }
    }

    @Override
    public void close() {
        port.closePort();
        claims.release(path);
    }
}
