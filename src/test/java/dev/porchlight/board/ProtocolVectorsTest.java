package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Heard.Ack;
import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Cleared;
import dev.porchlight.board.Heard.Fault;
import dev.porchlight.board.Heard.Hello;
import dev.porchlight.board.Heard.Refusal;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.time.Moment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden lines of {@code firmware/protocol-vectors.txt}, which the firmware's tests read too. */
class ProtocolVectorsTest {
    private static final Path VECTORS = Path.of("../firmware/protocol-vectors.txt");
    private static final Moment NOW = new Moment(Instant.EPOCH, 0);

    private record Vector(boolean good, boolean fromBoard, String line, String meaning) {
        static Vector of(String text) {
            String[] fields = text.split("\t", -1);
            return new Vector(fields[0].equals("ok"), fields[1].equals("b2h"), fields[2], fields[3]);
        }

        /** The bytes on the wire, {@code \xNN} undone. */
        byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < line.length(); i++) {
                if (line.startsWith("\\x", i)) {
                    out.write(Integer.parseInt(line.substring(i + 2, i + 4), 16));
                    i += 3;
                } else {
                    out.write(line.charAt(i));
                }
            }
            out.write('\n');
            return out.toByteArray();
        }
    }

    private static List<Vector> vectors() throws IOException {
        return Files.readAllLines(VECTORS).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Vector::of)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> whatABoardSaysIsUnderstoodAsItIsMeant() throws IOException {
        return vectors().stream()
                .filter(Vector::fromBoard)
                .map(vector -> DynamicTest.dynamicTest(
                        vector.line(), () -> assertEquals(vector.meaning(), meaning(vector.bytes()))));
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        assertTrue(vectors().size() >= 40);
    }

    @Test
    void whatTheHostSaysIsWrittenAsItStandsThere() throws IOException {
        List<String> known = vectors().stream()
                .filter(v -> v.good() && !v.fromBoard())
                .map(v -> v.line() + "\n")
                .toList();

        assertTrue(known.contains(new String(PorchlightDialect.askHello(), StandardCharsets.US_ASCII)));
        assertTrue(known.contains(new String(PorchlightDialect.set("range_max_cm", "150"), StandardCharsets.US_ASCII)));
    }

    /** A damaged line may be anything but another good line. */
    @Test
    void noneOfAHundredThousandDamagedLinesIsTakenForAnother() throws IOException {
        List<byte[]> good = vectors().stream()
                .filter(v -> v.good() && v.fromBoard())
                .map(Vector::bytes)
                .toList();
        Random random = new Random(20_261_123);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] original = good.get(random.nextInt(good.size()));
            byte[] damaged = original.clone();
            for (int bits = 1 + random.nextInt(3); bits > 0; bits--) {
                damaged[random.nextInt(damaged.length - 1)] ^= (byte) (1 << random.nextInt(8));
            }
            String understood = meaning(damaged);
            boolean isBad =
                    List.of("crc", "shape", "type", "fields", "text", "long").contains(understood);
            if (!isBad && !understood.equals(meaning(original))) {
                accepted++;
            }
        }

        assertEquals(0, accepted);
    }

    private static String meaning(byte[] wire) {
        List<String> lines = new ArrayList<>();
        LineDecoder decoder = new LineDecoder(lines::add);
        decoder.feed(wire, wire.length);
        if (lines.size() != 1) {
            return lines.isEmpty() ? wire.length > 65 ? "long" : "text" : "shape";
        }
        Heard heard = new PorchlightDialect().read(lines.get(0), NOW);
        if (heard instanceof Bad bad) {
            return bad.reason();
        }
        if (heard instanceof Hello h) {
            return "hello protocol=" + h.protocol() + " firmware=" + h.firmware() + " name=" + h.name() + " uptime="
                    + h.uptimeMs() + " start=" + (h.isCold() ? "cold" : "warm");
        }
        if (heard instanceof Fault f) {
            return "fault code=" + f.code() + " text=" + f.text();
        }
        if (heard instanceof Cleared c) {
            return "cleared code=" + c.code();
        }
        if (heard instanceof Ack a) {
            return "ack key=" + a.key() + " value=" + a.value();
        }
        if (heard instanceof Refusal r) {
            return "refusal key=" + r.key() + " reason=" + r.reason();
        }
        Reading reading = ((Told) heard).reading();
        String[] fields = lines.get(0).split("[,*]", -1);
        return "reading seq=" + fields[1] + " ms=" + fields[2] + " motion=" + bit(reading.motion()) + " near="
                + bit(reading.near()) + " warmup=" + bit(reading.warmUp()) + " learning=" + bit(reading.learning())
                + " edge=" + bit(!reading.ranged()) + " mm="
                + (reading.distanceMm().isPresent() ? reading.distanceMm().getAsInt() : "-");
    }

    private static int bit(boolean flag) {
        return flag ? 1 : 0;
    }
}
