package dev.porchlight.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples of Amazon's page "Signature Calculations for the Authorization Header", with its keys and results. */
class AwsSignatureTest {
    private static final AwsSignature SIGNATURE =
            new AwsSignature("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String WELCOME = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";

    private static void assertSigned(
            String expected, String method, String path, String hash, Map<String, String> more) {
        TreeMap<String, String> headers = new TreeMap<>(Map.of(
                "host",
                "examplebucket.s3.amazonaws.com",
                "x-amz-date",
                "20130524T000000Z",
                "x-amz-content-sha256",
                hash));
        headers.putAll(more);
        String names = String.join(";", headers.keySet());
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders="
                        + names + ",Signature=" + expected,
                SIGNATURE.authorization(
                        method, URI.create("https://examplebucket.s3.amazonaws.com" + path), headers, hash));
    }

    @Test
    void gettingAnObject() {
        assertSigned(
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                "GET",
                "/test.txt",
                NOTHING,
                Map.of("range", "bytes=0-9"));
    }

    @Test
    void puttingAnObject() {
        assertSigned(
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                "PUT",
                "/test$file.text",
                WELCOME,
                Map.of("date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"));
    }

    @Test
    void askingWithAKeyWithoutAValue() {
        assertSigned(
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
                "GET",
                "/?lifecycle",
                NOTHING,
                Map.of());
    }

    @Test
    void listingObjects() {
        assertSigned(
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
                "GET",
                "/?max-keys=2&prefix=J",
                NOTHING,
                Map.of());
    }

    @Test
    void aCallGetsTheHeadersOfItsContent() throws Exception {
        Call call = new Call(
                "PUT",
                Target.parse("url", "http://localhost:9000/bucket/a%20b.jpg"),
                Map.of(),
                Content.of("text/plain", "Welcome to Amazon S3."));
        Map<String, String> headers = SIGNATURE.headers(call, Instant.parse("2013-05-24T00:00:00Z"));

        assertEquals(WELCOME, headers.get("x-amz-content-sha256"));
        assertEquals("20130524T000000Z", headers.get("x-amz-date"));
        assertTrue(headers.get("Authorization").contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,"));
        assertFalse(SIGNATURE.toString().contains("wJalr"));
    }
}
