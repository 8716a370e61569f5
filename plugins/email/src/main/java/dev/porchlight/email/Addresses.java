package dev.porchlight.email;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.kit.Line;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who writes to whom.
 *
 * @param from named after the house if the configuration gives no name
 * @param to each address once
 */
record Addresses(InternetAddress from, List<InternetAddress> to) {
    /** So that what a delivery remembers of each fits into its memo. */
    private static final int MAX_RECIPIENTS = 40;

    static Addresses parse(String from, List<String> to, String house) throws SinkBrokenException {
        List<InternetAddress> senders = parse("from", from);
        if (senders.size() != 1) {
            throw new SinkBrokenException("'from' must be one address, was '" + from + "'");
        }
        Map<String, InternetAddress> recipients = new LinkedHashMap<>();
        for (String line : to) {
            for (InternetAddress address : parse("to", line)) {
                recipients.putIfAbsent(address.getAddress().toLowerCase(Locale.ROOT), address);
            }
        }
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw new SinkBrokenException("'to' must name 1-" + MAX_RECIPIENTS + " addresses, has " + recipients.size()
                    + "; for more, use a mailing list of your provider");
        }
        return new Addresses(named(senders.get(0), house), List.copyOf(recipients.values()));
    }

    private static List<InternetAddress> parse(String key, String line) throws SinkBrokenException {
        List<InternetAddress> parsed = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parse(line, true)) {
                address.validate();
                if (!StandardCharsets.US_ASCII.newEncoder().canEncode(address.getAddress())
                        || !address.getAddress().contains("@")) {
                    throw new AddressException("not of the form name@example.org, in plain letters");
                }
                // Encoded anew, so that a name beyond ASCII goes out as RFC 2047 wants it.
                parsed.add(named(new InternetAddress(address.getAddress()), Line.of(address.getPersonal())));
            }
        } catch (AddressException e) {
            throw new SinkBrokenException("'" + key + "' has no address in '" + line + "': " + e.getMessage(), e);
        }
        return parsed;
    }

    private static InternetAddress named(InternetAddress address, String name) {
        if (address.getPersonal() != null || name.isBlank()) {
            return address;
        }
        try {
            return new InternetAddress(address.getAddress(), Line.of(name), StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands behind the @ of the sender: names made here end in it. */
    String domain() {
        String address = from.getAddress();
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
