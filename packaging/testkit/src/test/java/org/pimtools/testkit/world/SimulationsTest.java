package org.pimtools.testkit.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.server.VcSim;

@Tag("slow")
class SimulationsTest {
    private final World world =
            World.of(21, new Size(1, 1_500), Traits.standard().with(new Traits.Sites(Set.of(EndpointType.ESXI), 1)));

    @TempDir
    Path folder;

    @Test
    void simulatedVsphereServersListWhatTheWorldSays() {
        Tools.require("vcsim");
        for (Endpoint endpoint : world.endpoints().subList(0, 2)) {
            try (VcSim simulator = VcSim.start(VcSim.Options.of(Simulations.vsphere(world, endpoint)))) {
                List<String> expected = new ArrayList<>();
                world.forEachEntry(
                        endpoint, entry -> expected.add(entry.moRef() + " " + Simulations.vsphereName(entry.name())));
                assertEquals(
                        expected.stream().sorted().toList(),
                        simulator.listVms().stream()
                                .map(vm -> vm.moRef() + " " + vm.name())
                                .sorted()
                                .toList());
                assertEquals(world.serverUuid(endpoint), simulator.serverUuid());
            }
        }
    }

    @Test
    void aRegionOfAmazonHasWhatTheWorldSays() {
        World cloud = World.of(
                21, new Size(2, 600), Traits.standard().with(new Traits.Sites(Set.of(EndpointType.AMAZON), 0)));
        Endpoint endpoint = cloud.endpoints().get(1);
        List<String> expected = new ArrayList<>();
        cloud.forEachEntry(endpoint, entry -> expected.add(Ec2Instance.id(entry.key()) + " " + entry.name()));
        assertEquals(
                expected,
                Simulations.amazon(cloud, endpoint).stream()
                        .map(instance -> instance.id() + " " + instance.tags().get("Name"))
                        .toList());
        assertTrue(expected.size() > 20, expected::toString);
        cloud.forEachVm(vm -> {
            if (vm.machine() != null && vm.machine().endpoint().type() == EndpointType.AMAZON) {
                cloud.expected(vm).newProviderId().ifPresent(id -> assertTrue(id.startsWith("i-0"), id));
            }
        });
    }

    @Test
    void libvirtListsWhatTheWorldSaysWhetherADomainRunsOrNot() throws IOException, InterruptedException {
        String virsh = Tools.require("virsh").toString();
        Endpoint endpoint = world.endpoints().get(2);
        Path file = folder.resolve("kvm.xml");
        Simulations.writeLibvirt(world, endpoint, file);
        Process process = new ProcessBuilder(virsh, "-c", "test://" + file, "list", "--all", "--uuid", "--name")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> expected = new ArrayList<>();
        world.forEachEntry(endpoint, entry -> expected.add(entry.uuid() + " " + entry.name()));
        assertEquals(
                expected.stream().sorted().toList(),
                output.lines().filter(line -> !line.isBlank()).sorted().toList());
    }
}
