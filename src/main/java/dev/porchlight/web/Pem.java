package dev.porchlight.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file (RFC 7468): blocks of base64 between {@code BEGIN} and {@code END}. It holds a certificate with its chain,
 * or a key as certbot, mkcert, acme.sh or openssl write it. Every refusal says what to do.
 */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Those of openssl before 1.0 (RFC 8017, appendix A.1.2; RFC 5915): the key without a word about its kind. */
    private static final Pattern OLD_KEY = Pattern.compile("(RSA|EC) PRIVATE KEY");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SHORT_LENGTH = 0x80;
    private static final int BYTE = 0xff;

    private record Block(String label, String text) {}

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    private Pem(Path file) {
        this.file = file;
    }

    static Pem of(byte[] bytes, Path file) {
        Pem pem = new Pem(file);
        Matcher block = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            pem.blocks.add(new Block(block.group(1), block.group(2)));
        }
        return pem;
    }

    /** Every certificate in it, in its order. */
    List<X509Certificate> chain() throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    chain.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(bytes(block, "certificate"))));
                }
            }
        } catch (CertificateException e) {
            throw damaged("certificate", e);
        }
        if (chain.isEmpty()) {
            throw new IOException(file + " holds no whole certificate; it must have the lines from"
                    + " -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----");
        }
        return chain;
    }

    /** @param its the public key of the certificate that it is to belong to */
    PrivateKey key(PublicKey its) throws IOException {
        Optional<Block> found =
                blocks.stream().filter(b -> b.label().endsWith("PRIVATE KEY")).findFirst();
        Block block = found.orElseThrow(() -> new IOException(file + " holds no whole key; it must have the lines from"
                + " -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----"));
        boolean isOld = OLD_KEY.matcher(block.label()).matches();
        boolean isKnown = isOld || block.label().equals("PRIVATE KEY");
        if (!isKnown || block.text().contains("ENCRYPTED")) {
            throw new IOException(
                    "the key in " + file + " is locked by a password, or of a kind that porchlight does not"
                            + " know; write it plainly with: openssl pkey -in " + file + " -out key.pem");
        }
        byte[] bytes = bytes(block, "key");
        try {
            return KeyFactory.getInstance(its.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(isOld ? withKind(bytes, its) : bytes));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the key in " + file
                            + " is damaged, or of another kind than the certificate; put the two there that"
                            + " were made together",
                    e);
        }
    }

    private byte[] bytes(Block block, String what) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.text());
        } catch (IllegalArgumentException e) {
            throw damaged(what, e);
        }
    }

    private IOException damaged(String what, Exception e) {
        return new IOException("the " + what + " in " + file + " is damaged; put it there anew", e);
    }

    /**
     * The key as PKCS#8 (RFC 5208): a version, its kind, its octets. The kind, with the curve, is the first thing in the
     * public key of the certificate too (RFC 5280, section 4.1).
     */
    private static byte[] withKind(byte[] key, PublicKey its) {
        byte[] known = its.getEncoded();
        int inner = 1 + lengthOfLength(known, 1);
        int kindLength = 1 + lengthOfLength(known, inner + 1) + length(known, inner + 1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.write(known, inner, kindLength);
        content.writeBytes(der(OCTETS, key));
        return der(SEQUENCE, content.toByteArray());
    }

    /** @param at where in DER a length begins */
    private static int lengthOfLength(byte[] der, int at) {
        int first = der[at] & BYTE;
        return first < SHORT_LENGTH ? 1 : 1 + first - SHORT_LENGTH;
    }

    private static int length(byte[] der, int at) {
        int first = der[at] & BYTE;
        int length = first < SHORT_LENGTH ? first : 0;
        for (int i = 1; i < lengthOfLength(der, at); i++) {
            length = (length << Byte.SIZE) | (der[at + i] & BYTE);
        }
        return length;
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < SHORT_LENGTH) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int zeros = length[0] == 0 ? 1 : 0;
            out.write(SHORT_LENGTH + length.length - zeros);
            out.write(length, zeros, length.length - zeros);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
