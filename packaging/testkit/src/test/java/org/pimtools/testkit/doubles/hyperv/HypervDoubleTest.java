package org.pimtools.testkit.doubles.hyperv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.DebianPython;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.server.Servers;

/**
 * The double as pywinrm sees it: its envelopes, its transport with Basic over TLS, its reading of faults. Pywinrm has no
 * enumeration; the bodies of its requests are our own.
 */
@Tag("slow")
class HypervDoubleTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    @Test
    void pywinrmReadsToTheLastInstanceOverHttps() throws Exception {
        List<HypervVm> vms = new ArrayList<>(HypervVm.numbered(250));
        vms.add(HypervVm.of(300, "it's <b> & \\ \"c\" %2f é😀"));
        HypervDouble server = servers.add(HypervDouble.start(HypervDouble.Options.of(vms)));
        JsonNode seen = listed(server, server.options().password(), 100, 99);
        List<String> expected = new ArrayList<>(
                List.of(server.options().host() + " " + server.options().host()));
        vms.forEach(vm -> expected.add(vm.guid() + " " + vm.name()));
        List<String> read = new ArrayList<>();
        seen.get("systems")
                .forEach(system ->
                        read.add(system.get(0).asText() + " " + system.get(1).asText()));
        assertEquals(expected, read);
        assertEquals(3, seen.get("pulls").asInt());
        assertEquals(
                List.of(1L, 3L, 0L), List.of(server.calls("Enumerate"), server.calls("Pull"), server.calls("Release")));
        assertEquals(0, server.open());
        listed(server, server.options().password(), 10, 1);
        assertEquals(1, server.calls("Release"));
        assertEquals(0, server.open());
    }

    @Test
    void pywinrmSeesWhatIsRefused() {
        HypervDouble server = servers.add(HypervDouble.start(HypervDouble.Options.of(HypervVm.numbered(2))));
        assertRefused(server, "wrong", "InvalidCredentialsError");
        String password = server.options().password();
        server.inject(HypervDouble.SYSTEMS, 1, 1, new PageFault.Refuses(WsmanFaults.reply("w:AccessDenied", 5)));
        assertRefused(server, password, "'fault_subcode': 'w:AccessDenied'");
        server.inject(HypervDouble.SYSTEMS, 1, 1, new PageFault.Meanwhile(server::expire));
        assertRefused(server, password, "'wsmanfault_code': '2150858843'");
    }

    private void assertRefused(HypervDouble server, String password, String said) {
        AssertionError refused = assertThrows(AssertionError.class, () -> listed(server, password, 100, 99));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
    }

    private JsonNode listed(HypervDouble server, String password, int most, int pages) throws Exception {
        Path home = Files.createTempDirectory(folder, "client");
        return DebianPython.run(
                "winrm",
                HypervDoubleTest.class,
                "winrm_systems.py",
                home,
                Map.of(
                        "PASSWORD",
                        password,
                        "CERTIFICATE",
                        server.options().certificate().writePem(home, "double").toString()),
                server.url().toString(),
                server.options().user(),
                Integer.toString(most),
                Integer.toString(pages));
    }
}
