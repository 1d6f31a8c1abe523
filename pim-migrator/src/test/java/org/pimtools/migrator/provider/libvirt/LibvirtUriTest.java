package org.pimtools.migrator.provider.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.provider.Endpoints;

class LibvirtUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "kvm1.example | 16514 |                                             | qemu+tls://kvm1.example:16514/system",
                "10.0.0.9     | 8889  |                                             | qemu+tls://10.0.0.9:16514/system",
                "10.0.0.9     | 8889  | transport=tcp                               | qemu+tcp://10.0.0.9:16509/system",
                "10.0.0.9     | 17000 | transport=tcp,path=system,rate=3            | qemu+tcp://10.0.0.9:17000/system",
                "2001:db8::1  | 1     | transport=tls                               | qemu+tls://[2001:db8::1]:1/system",
                "localhost    | 8889  | transport=unix                              | qemu+unix:///system",
                "localhost    | 8889  | transport=unix,socket=/run/l/sock           | qemu+unix:///system?socket=/run/l/sock",
                "localhost    | 8889  | transport=direct                            | qemu:///system",
                "localhost    | 8889  | transport=direct,driver=test,path=/a/b.xml  | test:///a/b.xml",
                "localhost    | 8889  | transport=direct,driver=test,path=/a b/c+@.xml | test:///a%20b/c%2b%40.xml",
                "localhost    | 1     | transport=tcp,driver=test,path=/b.xml       | test+tcp://localhost:1/b.xml"
            })
    void aUriIsMadeOfPlainParts(String address, int port, String options, String uri) throws Exception {
        Map<String, String> parsed = options == null
                ? Map.of()
                : Arrays.stream(options.split(","))
                        .map(option -> option.split("="))
                        .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        assertEquals(uri, LibvirtUri.of(Endpoints.kvm(address, port, parsed)).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/system?socket=/tmp/x",
                "10.0.0.1?command=/bin/sh",
                "a b",
                "%2f",
                "host%0a",
                "ho\nst",
                "user@host",
                "host#",
                "host:22",
                "[::1]/x",
                "::1%eth0",
                "",
                "/tmp/x",
                "host?no_verify=1"
            })
    void aHostileAddressNeverReachesAUri(String address) {
        for (String transport : new String[] {"tls", "ssh", "tcp", "unix", "direct"}) {
            refused(address, 16514, Map.of("transport", transport));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pim, qemu+ssh://pim@10.0.0.9:22/system?command=/tmp/a%20b/ssh&no_tty=1",
        "a.b@EXAMPLE, qemu+ssh://a.b%40EXAMPLE@10.0.0.9:22/system?command=/tmp/a%20b/ssh&no_tty=1"
    })
    void parametersOfTheLoginAreEncoded(String user, String uri) throws Exception {
        assertEquals(
                uri,
                LibvirtUri.of(bySsh("10.0.0.9", user))
                        .text(new TreeMap<>(Map.of("no_tty", "1", "command", "/tmp/a b/ssh"))));
        assertEquals(
                "qemu+tls://10.0.0.9:16514/system?pkipath=/tmp/%26no_verify%3d1%c3%a9",
                LibvirtUri.of(Endpoints.kvm("10.0.0.9", 8889, Map.of()))
                        .text(new TreeMap<>(Map.of("pkipath", "/tmp/&no_verify=1\u00e9"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-oProxyCommand=x",
                "a b",
                "a;b",
                "$(a)",
                "a'b",
                "a/b",
                "a:b",
                "a?b",
                "a%b",
                "a\nb",
                "caf\u00e9"
            })
    void aUserThatIsNotPlainIsRefused(String user) {
        EndpointException refused = assertThrows(EndpointException.class, () -> LibvirtUri.of(bySsh("10.0.0.9", user)));
        assertEquals(FindingCode.INVALID_ADDRESS, refused.code());
    }

    private static PlanLine.Endpoint bySsh(String address, String user) {
        return new PlanLine.Endpoint(
                1,
                ProviderKind.KVM,
                address,
                8889,
                new TreeMap<>(Map.of("user", user)),
                null,
                new TreeMap<>(Map.of("transport", "ssh")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.xml",
                "/a.xml?socket=/x",
                "/a.txt",
                "/a/../b.xml",
                "/./b.xml",
                "//b.xml",
                "/a\n.xml",
                "/a#.xml",
                "/%2e.xml",
                "/caf\u00e9.xml",
                "/a&b.xml",
                "default"
            })
    void aFileThatIsNotPlainIsRefused(String path) {
        refused("localhost", 1, Map.of("transport", "direct", "driver", "test", "path", path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "/a?b", "/a&pkipath=/x", "/a/../b", "/a\u0000", "/", ""})
    void aSocketThatIsNotPlainIsRefused(String socket) {
        refused("localhost", 1, Map.of("transport", "unix", "socket", socket));
    }

    @Test
    void otherOptionsAreRefused() {
        refused("localhost", 1, Map.of("transport", "rsh"));
        refused("localhost", 1, Map.of("transport", "ext", "command", "/bin/sh"));
        refused("localhost", 1, Map.of("no_verify", "1"));
        refused("localhost", 1, Map.of("pkipath", "/tmp"));
        refused("localhost", 1, Map.of("driver", "xen"));
        refused("localhost", 1, Map.of("driver", "qemu", "path", "session"));
        refused("localhost", 1, Map.of("driver", "test"));
        refused("localhost", 1, Map.of("transport", "tcp", "socket", "/run/sock"));
        refused("localhost", 0, Map.of());
        refused("localhost", 65536, Map.of());
    }

    private static void refused(String address, int port, Map<String, String> options) {
        EndpointException refused =
                assertThrows(EndpointException.class, () -> LibvirtUri.of(Endpoints.kvm(address, port, options)));
        assertEquals(FindingCode.INVALID_ADDRESS, refused.code());
    }
}
