package dev.porchlight.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests for S3 and what speaks like it, by AWS Signature Version 4. */
record AwsSignature(String accessKey, String secretKey, String region) implements Authority {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "s3";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DAY_LENGTH = 8;

    /** Servers disagree on whether the path is signed as it was sent or as they would write it; so both are one. */
    @Override
    public Call prepare(Call call) {
        URI uri = call.target().uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Call(call.method(), call.target().at(path(uri) + query), call.headers(), call.content());
    }

    @Override
    public Map<String, String> headers(Call call, Instant now) throws IOException {
        MessageDigest digest = sha256();
        call.content().feed(digest::update);
        String hash = HexFormat.of().formatHex(digest.digest());
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("host", host(call.target().uri()));
        signed.put("x-amz-content-sha256", hash);
        signed.put("x-amz-date", TIME.format(now));
        String authorization = authorization(call.method(), call.target().uri(), signed, hash);
        return Map.of(
                "x-amz-content-sha256", hash, "x-amz-date", signed.get("x-amz-date"), "Authorization", authorization);
    }

    /** @param signed every header that is signed, by its lower-case name, {@code x-amz-date} among them */
    String authorization(String method, URI uri, SortedMap<String, String> signed, String payloadHash) {
        String time = signed.get("x-amz-date");
        String day = time.substring(0, DAY_LENGTH);
        String scope = String.join("/", day, region, SERVICE, "aws4_request");
        String names = String.join(";", signed.keySet());
        String headers = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        String canonical = String.join("\n", method, path(uri), query(uri), headers, names, payloadHash);
        String text =
                String.join("\n", ALGORITHM, time, scope, HexFormat.of().formatHex(sha256().digest(bytes(canonical))));
        byte[] key = hmac(bytes("AWS4" + secretKey), day);
        for (String step : new String[] {region, SERVICE, "aws4_request"}) {
            key = hmac(key, step);
        }
        return ALGORITHM + " Credential=" + accessKey + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                + HexFormat.of().formatHex(hmac(key, text));
    }

    /** As Java writes it into the request. */
    private static String host(URI uri) {
        int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String path(URI uri) {
        return uri.getPath().isEmpty() ? "/" : encoded(uri.getPath()).replace("%2F", "/");
    }

    private static String query(URI uri) {
        if (uri.getQuery() == null) {
            return "";
        }
        return Stream.of(uri.getRawQuery().split("&", -1))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "AwsSignature of " + accessKey;
    }
}
