package dev.porchlight.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A text file that somebody else wrote: read whole and within a bound, if it is a plain file of UTF-8 text. */
final class TextFile {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /**
     * Its text, without a byte order mark. A pipe, a device or an endless file is refused before it can block or fill the
     * memory.
     *
     * @throws NoSuchFileException if it is not there
     * @throws IOException with words that go on after the file's name and say what to do, and never show its text
     */
    static String read(Path file, int maxBytes) throws IOException {
        byte[] bytes = bytes(file, maxBytes);
        if (isUtf16(bytes)) {
            throw new IOException(" is UTF-16 text; save it as UTF-8");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new IOException(" is no text, it has NUL bytes; name a text file saved as UTF-8");
            }
        }
        String text = decode(bytes);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    static byte[] bytes(Path file, int maxBytes) throws IOException {
        try {
            BasicFileAttributes kind = Files.readAttributes(file, BasicFileAttributes.class);
            if (kind.isDirectory()) {
                throw new IOException(" is a folder; name the file in it");
            }
            if (!kind.isRegularFile()) {
                throw new IOException(" is a pipe or a device; name a plain file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    throw new IOException(" has more than " + maxBytes / 1_000 + " kB; name the right file");
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            // What Java says since 21 when a folder of the path is a file.
            throw Files.isRegularFile(file.toAbsolutePath().getParent()) ? cannotRead("Not a directory", e) : e;
        } catch (AccessDeniedException e) {
            throw new IOException(" may not be read by " + letRead(file), e);
        } catch (FileSystemException e) {
            throw cannotRead(e.getReason(), e);
        }
    }

    private static IOException cannotRead(String reason, IOException e) {
        return new IOException(" cannot be read (" + reason + "); look at its path and its disk", e);
    }

    private static String letRead(Path file) {
        String user = System.getProperty("user.name", "?");
        return user.equals("?") // what Java calls a user without a name
                ? "the user that runs porchlight; let it"
                : "user " + user + "; run: sudo chown " + user + " " + file;
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2
                && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                        || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
    }

    private static String decode(byte[] bytes) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, text, true).isError()) {
            int[] place = Place.lineAndColumn(text.flip().toString(), text.length());
            throw new IOException(
                    ":" + place[0] + ":" + place[1] + ": from here on this is not UTF-8 text; save it as UTF-8");
        }
        return text.flip().toString();
    }
}
