package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of proxies' headers, as a table. The proxies are 10.0.0.1, 10.0.0.2 and 2001:db8::2. */
class ForwardedTest {
    private static final Set<InetAddress> PROXIES = Stream.of("10.0.0.1", "10.0.0.2", "2001:db8::2")
            .map(ForwardedTest::address)
            .collect(Collectors.toSet());

    private static InetAddress address(String text) {
        return Literal.read(text).orElseThrow();
    }

    /** Headers as {@code Name: value}, with a bar between them. */
    private static HttpFields headers(String lines) {
        HttpFields.Mutable headers = HttpFields.build();
        for (String line : lines.split("\\|", -1)) {
            String[] parts = line.split(":", 2);
            headers.add(parts[0].strip(), parts[1].strip());
        }
        return headers;
    }

    private static Forwarded read(String lines) throws Forwarded.UnclearException {
        return Forwarded.read(headers(lines), address("10.0.0.1"), PROXIES);
    }

    private static String words(Forwarded far) {
        return far.address().getHostAddress() + " " + far.scheme().orElse("-") + " "
                + far.host().orElse("-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            X-Other: 1                                                             > 10.0.0.1 - -
            X-Forwarded-For: 192.0.2.9                                             > 192.0.2.9 - -
            X-Forwarded-For: 192.0.2.9:47011                                       > 192.0.2.9 - -
            X-Forwarded-For: 2001:db8::9                                           > 2001:db8:0:0:0:0:0:9 - -
            X-Forwarded-For: [2001:db8::9]:47011                                   > 2001:db8:0:0:0:0:0:9 - -
            X-Forwarded-For: ::ffff:192.0.2.9                                      > 192.0.2.9 - -
            X-Forwarded-For: 127.0.0.1, 192.0.2.9                                  > 192.0.2.9 - -
            X-Forwarded-For: 10.0.0.2, 192.0.2.9                                   > 192.0.2.9 - -
            X-Forwarded-For: nonsense, 192.0.2.9                                   > 192.0.2.9 - -
            X-Forwarded-For: 6.6.6.6, 192.0.2.9, 10.0.0.2                          > 192.0.2.9 - -
            X-Forwarded-For: 6.6.6.6 | X-Forwarded-For: 192.0.2.9, 2001:db8:0::2   > 192.0.2.9 - -
            X-Forwarded-For: 10.0.0.2, 10.0.0.1                                    > 10.0.0.2 - -
            X-Forwarded-For: 192.0.2.9, unknown, 10.0.0.2                          > 10.0.0.2 - -
            X-Forwarded-For: 192.0.2.9 | X-Forwarded-Proto: HTTPS | X-Forwarded-Host: porch.example.org:8443 > 192.0.2.9 https porch.example.org:8443
            X-Forwarded-Host: evil.example, porch.example.org                      > 10.0.0.1 - porch.example.org
            Forwarded: for=192.0.2.9                                               > 192.0.2.9 - -
            Forwarded: For="[2001:db8::9]:4711";Proto=https;by=10.0.0.1;host=porch.example.org > 2001:db8:0:0:0:0:0:9 https porch.example.org
            Forwarded: for=6.6.6.6;host=evil.example, for=192.0.2.9;proto=http     > 192.0.2.9 http -
            Forwarded: for=192.0.2.9;proto=https;host=porch, for=10.0.0.2;proto=http;host=inner > 192.0.2.9 https porch
            Forwarded: for=6.6.6.6 | Forwarded: for=192.0.2.9                      > 192.0.2.9 - -
            Forwarded: for=192.0.2.9, for=_hidden;proto=https                      > 10.0.0.1 https -
            Forwarded: for=unknown                                                 > 10.0.0.1 - -
            Forwarded: proto=https                                                 > 10.0.0.1 https -
            """)
    void theFarSideIsTheFirstFromTheRightThatIsNoProxy(String lines, String expected) throws Exception {
        assertEquals(expected, words(read(lines)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: localhost",
                "X-Forwarded-For: 192.0.2.9.evil.example",
                "X-Forwarded-For: 999.1.1.1",
                "X-Forwarded-For: 1.2.3",
                "X-Forwarded-For: .:1",
                "X-Forwarded-For: fe80::1%eth0",
                "X-Forwarded-For: 192.0.2.9:",
                "X-Forwarded-For: 1:2",
                "X-Forwarded-For: <script>",
                "X-Forwarded-Proto: gopher",
                "X-Forwarded-Proto: https;",
                "X-Forwarded-Host: a/b",
                "X-Forwarded-Host: user@porch",
                "X-Forwarded-Host: porch:99999",
                "X-Forwarded-Host: porch:port",
                "X-Forwarded-Host: <b>",
                "Forwarded: nonsense",
                "Forwarded: for=",
                "Forwarded: for=\"192.0.2.9",
                "Forwarded: for=192.0.2.9 proto=https",
                "Forwarded: for=192.0.2.9;for=192.0.2.8",
                "Forwarded: for=192.0.2.9,,for=10.0.0.2",
                "Forwarded: for=\"\\1\"",
                "Forwarded: for=2001:db8::9;proto=ftp",
                "Forwarded: host=\"a b\""
            })
    void whatCannotBeReadIsNotGuessed(String line) {
        Forwarded.UnclearException e = assertThrows(Forwarded.UnclearException.class, () -> read(line));

        assertEquals(
                "The proxy before this house sends a header " + line.split(":", 2)[0]
                        + " that cannot be read; correct it there.",
                e.getMessage());
    }

    @Test
    void aProxyThatPassesOnAStrangersOtherHeaderIsToldSo() {
        Forwarded.UnclearException e = assertThrows(
                Forwarded.UnclearException.class, () -> read("X-Forwarded-For: 192.0.2.9|Forwarded: for=6.6.6.6"));

        assertTrue(e.getMessage().contains("have it remove the one it does not write itself"), e.getMessage());
    }

    @Test
    void aLongHeaderIsReadInOneGo() throws Exception {
        assertEquals(
                "192.0.2.9 - -",
                words(read("Forwarded: for=\"" + "x".repeat(100_000) + "\"," + "for=6.6.6.6,".repeat(10_000)
                        + "for=192.0.2.9")));
    }
}
