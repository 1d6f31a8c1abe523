package org.pimtools.common.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "esx-01.example.org",
                "ESX-01.Example.org",
                "1and1.example",
                "10.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "2001:db8::8a2e:370:7334",
                "[2001:DB8::1]",
                "1:2:3:4:5:6:7:8",
                "::ffff:10.0.0.1",
                "64:ff9b::192.0.2.33"
            })
    void anAddressBecomesTheHostOfAUri(String text) {
        HostAddress address = HostAddress.of(text).orElseThrow();
        URI uri = URI.create("https://" + address.uriText() + ":443/sdk");
        assertNotNull(uri.getHost());
        assertEquals(443, uri.getPort());
        assertEquals(address, HostAddress.of(address.uriText()).orElseThrow());
    }

    @Test
    void caseAndBracketsMakeNoDifference() {
        assertEquals(HostAddress.of("[2001:DB8::1]"), HostAddress.of("2001:db8::1"));
        assertEquals("esx.example", HostAddress.of("ESX.example").orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                " host",
                "host ",
                "host\n",
                "ho\nst",
                "host\u0000",
                "host:443",
                "10.0.0.1:443",
                "http://host",
                "user@host",
                "host/path",
                "10.0.0.1/system?socket=/tmp/x",
                "host?command=/bin/sh",
                "host#x",
                "%2f",
                "host%2fpath",
                "fe80::1%eth0",
                "fe80::1%25eth0",
                "-host",
                "host-",
                "host..example",
                ".host",
                "host.",
                "under_score",
                "h\u00f6st",
                "h\uff0fost",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "1.2.3.4.5",
                "2130706433",
                "0x7f000001",
                "127.0.0.0x1",
                "[10.0.0.1]",
                "[host]",
                "[]",
                "[::1",
                "::1]",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "::10.0.0.1:1",
                "10.0.0.1::",
                ":1:2:3:4:5:6:7",
                "g::1"
            })
    void whatIsMoreOrLessThanAHostIsRefused(String text) {
        assertEquals(Optional.empty(), HostAddress.of(text));
    }

    @Test
    void namesAndLabelsHaveTheLengthsOfDns() {
        String label = "a".repeat(63);
        assertEquals(Optional.empty(), HostAddress.of(label + "a"));
        assertNotNull(HostAddress.of(label).orElseThrow());
        assertEquals(Optional.empty(), HostAddress.of(String.join(".", label, label, label, label)));
    }
}
