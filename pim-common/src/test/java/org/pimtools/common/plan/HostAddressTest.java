package org.pimtools.common.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void whatIsHarmlessIsTakenAndMakesNoDifference() {
        for (String written :
                new String[] {"0:0:0:0:0:0:0:1", "[::1]", "::0001", "0::0:1", " ::1 ", "[0:0::1]", "::0.0.0.1"}) {
            assertEquals("::1", HostAddress.of(written).orElseThrow().text(), written);
            assertTrue(HostAddress.same("[::1]", written), written);
        }
        assertEquals("2001:db8::1:0:0:1", HostAddress.canonical("2001:DB8:0:0:1:0:0:1"));
        assertEquals("1:0:2:3:4:5:6:7", HostAddress.canonical("1:0:2:3:4:5:6:7"));
        assertEquals("::", HostAddress.canonical("0::"));
        for (String written : new String[] {" esx.example", "esx.example ", "esx.example\n", "ESX.example."}) {
            assertEquals("esx.example", HostAddress.of(written).orElseThrow().text(), written);
        }
        assertEquals(
                "esx_01.example", HostAddress.of("esx_01.example").orElseThrow().text());
        assertEquals("a b", HostAddress.canonical("A b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "esx 01|U+0020 at position 4 cannot be in a host name",
                " esx:443|':' at position 5 cannot be in a host name",
                "h\u00f6st|'\u00f6' at position 2 cannot be in a host name",
                "http://esx|':' at position 5 cannot be in a host name",
                "esx..example|'.' at position 5 has nothing before it",
                "-esx|'-' at position 1 cannot begin a part of a host name",
                "a.esx-.b|'-' at position 6 cannot end a part of a host name",
                "10.0.0.256|it ends in a number, and is no IPv4 address",
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String fault) {
        assertEquals(Optional.of(fault), HostAddress.fault(text));
    }

    @Test
    void whatHasNoWrongCharacterIsTooLongOrEmpty() {
        assertEquals(Optional.of("it is empty"), HostAddress.fault("  "));
        assertEquals(
                Optional.of("a part of it is longer than 63 characters"),
                HostAddress.fault("a".repeat(64) + ".example"));
        assertEquals(Optional.of("it is longer than 253 characters"), HostAddress.fault("a.".repeat(130) + "example"));
        assertEquals(Optional.empty(), HostAddress.fault("esx.example"));
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
