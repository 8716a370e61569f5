package dev.porchlight.web;

import java.io.IOException;

/** Where the certificate of the encrypted door comes from. Asked every few seconds, by one thread. */
interface CertificateSource {
    /**
     * The pair as it is now; cheap when nothing changed.
     *
     * @throws IOException with a sentence for the owner that says what is wrong and what to do
     */
    Pair read() throws IOException, InterruptedException;
}
