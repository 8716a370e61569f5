package dev.porchlight.plugin;

import dev.porchlight.api.SinkFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at a stranger's jar before anything of it is loaded: whether it is one, whether what the loader reads of it fits
 * into the memory, and what its manifest asks for.
 */
final class JarLook {
    private static final Logger log = LoggerFactory.getLogger(JarLook.class);

    /** The API this host offers; a plugin built for another major one is not loaded. */
    private static final int API_MAJOR = 1;

    private static final int API_MINOR = 1;

    /** Angus Mail with all it needs has 1 MB; a program of this size is no plugin, or is made to fill the memory. */
    private static final long MAX_BYTES = 100_000_000;

    private static final int MAX_ENTRIES = 50_000;

    /** The list at its end is read as a whole; a line of it has about a hundred bytes. */
    private static final long MAX_LIST_BYTES = 8_000_000;

    /** No method or pool of constants may be longer than 65,535, so that real classes are far smaller. */
    private static final long MAX_CLASS_BYTES = 4_000_000;

    private static final int MAX_TEXT_BYTES = 65_536;

    private static final Attributes.Name REQUIRES_API = new Attributes.Name("Requires-Api");

    /** "End of central directory record", APPNOTE.TXT 4.3.16 of PKWARE. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 65_535;

    private JarLook() {}

    /**
     * The main attributes of its manifest.
     *
     * @throws PluginException why it cannot be used
     */
    static Attributes at(Path jar) throws PluginException {
        Path name = jar.getFileName();
        if (jar.toFile().length() > MAX_BYTES) {
            throw tooMuch(name, MAX_BYTES / 1_000_000 + " MB");
        }
        try {
            refuseALongList(jar);
            try (ZipFile file = new ZipFile(jar.toFile())) {
                refuseWhatFillsTheMemory(name, file);
                tellOfWhatIsNotUsed(name, file);
                ZipEntry manifest = file.getEntry(JarFile.MANIFEST_NAME);
                return manifest == null
                        ? new Attributes()
                        : new Manifest(file.getInputStream(manifest)).getMainAttributes();
            }
        } catch (ZipException e) {
            throw new PluginException(name + " is no jar, or was copied only in part; copy it again", e);
        } catch (IOException e) {
            throw new PluginException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PluginException tooMuch(Path name, String what) {
        return new PluginException(name + " has more than " + what
                + ", more than any plugin needs; get one without what it does not need");
    }

    /** Before Java reads the whole list into memory. */
    private static void refuseALongList(Path jar) throws IOException, PluginException {
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
            int length = (int) Math.min(file.length(), END_BYTES + MAX_COMMENT);
            byte[] end = new byte[length];
            file.seek(file.length() - length);
            file.readFully(end);
            ByteBuffer bytes = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = length - END_BYTES; at >= 0; at--) {
                if (bytes.getInt(at) == END_SIGNATURE) {
                    int entries = Short.toUnsignedInt(bytes.getShort(at + 10));
                    long listBytes = Integer.toUnsignedLong(bytes.getInt(at + 12));
                    if (entries > MAX_ENTRIES || listBytes > MAX_LIST_BYTES) {
                        throw tooMuch(jar.getFileName(), MAX_ENTRIES + " entries");
                    }
                    return;
                }
            }
        }
        throw new ZipException("it has no list of entries at its end");
    }

    /** The class loader believes the sizes that stand in the list; the texts are read here as they are. */
    private static void refuseWhatFillsTheMemory(Path name, ZipFile file) throws IOException, PluginException {
        for (ZipEntry entry : Collections.list(file.entries())) {
            String path = entry.getName();
            if (path.endsWith(".class") && entry.getSize() > MAX_CLASS_BYTES) {
                throw new PluginException(name + " holds " + path + " of " + entry.getSize() / 1_000_000
                        + " MB, as no compiler makes one; do not use it");
            }
            if (path.equals(JarFile.MANIFEST_NAME) || path.equals("META-INF/services/" + SinkFactory.class.getName())) {
                try (InputStream in = file.getInputStream(entry)) {
                    if (in.readNBytes(MAX_TEXT_BYTES + 1).length > MAX_TEXT_BYTES) {
                        throw new PluginException(name + " holds " + path
                                + " of more than 64 kB, as no builder makes one; do not use it");
                    }
                }
            }
        }
    }

    /** The host's are used all the same, so that this is no fault; its author may wonder. */
    private static void tellOfWhatIsNotUsed(Path name, ZipFile file) {
        for (String own : new String[] {"dev/porchlight/api/Sink.class", "org/slf4j/Logger.class"}) {
            if (file.getEntry(own) != null) {
                log.info("{} brings its own {}; porchlight's is used instead", name, own);
            }
        }
    }

    static void refuseAnotherApi(Attributes main) throws PluginException {
        String required = main.getValue(REQUIRES_API);
        if (required != null && !isOffered(required)) {
            throw new PluginException("it was built for plugin API " + required + ", this porchlight offers "
                    + API_MAJOR + "." + API_MINOR + "; get the version made for it");
        }
    }

    private static boolean isOffered(String required) {
        if (!required.matches(API_MAJOR + "(\\.[0-9]{1,4})?")) {
            return false;
        }
        int dot = required.indexOf('.');
        return dot < 0 || Integer.parseInt(required.substring(dot + 1)) <= API_MINOR;
    }
}
