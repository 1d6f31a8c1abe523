package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class LibvirtTest {
    private static final List<Libvirt.Domain> DOMAINS = List.of(
            new Libvirt.Domain("ABQ_a", "11111111-2222-3333-4444-555555555555", true),
            new Libvirt.Domain("it's <b> & \"c\" é😀", "99999999-2222-3333-4444-555555555555", false));

    @BeforeEach
    void virsh() {
        Tools.require("virsh");
    }

    @ParameterizedTest
    @EnumSource
    void domainsAreListedOverEachTransport(LibvirtDaemon.Transport transport) throws Exception {
        Tools.require("libvirtd");
        Path socket;
        try (LibvirtDaemon daemon = LibvirtDaemon.start()) {
            socket = daemon.socket();
            Path file = daemon.write(DOMAINS);
            daemon.write(List.of());
            assertEquals(
                    List.of("11111111-2222-3333-4444-555555555555 ABQ_a"),
                    list(daemon.uri(transport, file), "--state-running"));
            assertEquals(
                    List.of("99999999-2222-3333-4444-555555555555 it's <b> & \"c\" é😀"),
                    list(daemon.uri(transport, file), "--state-shutoff"));
        }
        assertFalse(Files.exists(socket.getParent().getParent()));
    }

    @Test
    void aThousandDomainsAreListed(@TempDir Path folder) throws Exception {
        List<Libvirt.Domain> domains = IntStream.range(0, 1_000)
                .mapToObj(number ->
                        new Libvirt.Domain("vm" + number, "00000000-0000-0000-0000-%012d".formatted(number + 1), true))
                .toList();
        Path file = Libvirt.write(folder.resolve("host.xml"), domains);
        assertEquals(
                domains.stream()
                        .map(domain -> domain.uuid() + " " + domain.name())
                        .toList(),
                list(Libvirt.uri(file), "--all"));
    }

    private static List<String> list(String uri, String states) throws Exception {
        Process process = new ProcessBuilder("virsh", "--connect", uri, "list", states, "--uuid", "--name")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> lines = new ArrayList<>(output.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().replaceFirst(" +", " "))
                .toList());
        lines.sort(Comparator.naturalOrder());
        return lines;
    }
}
