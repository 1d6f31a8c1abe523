package org.pimtools.testkit.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.server.VcSim;

class SimulationsTest {
    private final World world =
            World.of(21, new Size(1, 1_500), Traits.standard().with(new Traits.Sites(true, 1)));

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
                assertEquals(world.instanceUuid(endpoint), simulator.instanceUuid());
            }
        }
    }

    @Test
    void theDatabasePointsAtTheSimulators() throws SQLException {
        Tools.require("vcsim");
        try (Simulators simulators = Simulators.start(world, folder);
                Database database = MariaDbServer.shared().createDatabase();
                Connection connection = database.connect()) {
            Kinton.create(connection);
            world.seed(connection);
            for (Simulators.Simulator simulator : simulators.all()) {
                boolean cluster = simulator.endpoint().type() == EndpointType.VCENTER;
                String columns =
                        cluster ? "managerIp, managerPort, managerUser, managerPassword" : "ip, port, user, password";
                try (Statement sql = connection.createStatement();
                        ResultSet row =
                                sql.executeQuery("SELECT DISTINCT " + columns + " FROM hypervisor WHERE type = '"
                                        + simulator.endpoint().type().typeName() + "'")) {
                    assertTrue(row.next());
                    assertEquals(
                            simulator.place(),
                            new Place(row.getString(1), row.getInt(2), row.getString(3), row.getString(4)));
                    assertFalse(row.next());
                }
                assertEquals(
                        simulator.endpoint().type().vsphere(),
                        simulator.fingerprint().isPresent());
                assertEquals(
                        !simulator.endpoint().type().vsphere(),
                        simulator.libvirtFile().filter(Files::isRegularFile).isPresent());
            }
        }
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
