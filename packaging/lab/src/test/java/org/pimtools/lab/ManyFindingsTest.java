package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** Twenty thousand VMs with one trouble in common: what an operator sees of it fits a screen, and begins with the cause. */
@Tag("slow")
class ManyFindingsTest {
    private static final World WORLD =
            World.of(3, new Size(1, 20), Traits.clean().with(Traits.Sites.kvm(0)));
    private static final int MORE = 20_000;
    private static final int SCREEN_LINES = 50;

    @TempDir
    private Path directory;

    @Test
    void theScreenStaysReadableAndTheCauseVisible() throws Exception {
        Datacenter datacenter = WORLD.datacenters().get(0);
        try (Platform platform = Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE)) {
            Operator operator =
                    new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
            try (Connection connection = platform.kinton().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state) SELECT 1000 + seq,"
                                + " (SELECT MIN(id) FROM hypervisor), UUID(), 'web', 'ON' FROM seq_1_to_" + MORE);
            }
            Path endpoints = directory.resolve(Operator.ENDPOINTS);
            EndpointsFile.fillIn(platform, endpoints);
            Files.writeString(endpoints, Files.readString(endpoints).replaceAll("pin: .*", "pin: " + "ab".repeat(32)));

            Tool.Result planned =
                    operator.planner().run(operator.plan(Operator.PLAN).toArray(String[]::new));
            assertEquals(0, planned.exit(), planned::toString);
            assertReadable(planned);
            assertTrue(
                    planned.out().contains("warning PIM-0016 × 20,000: several VMs of one endpoint have"),
                    planned::toString);
            Tool.Result all = operator.planner().run("show", Operator.PLAN, "--code", "PIM-0016");
            assertEquals(
                    MORE,
                    all.out()
                            .lines()
                            .filter(line -> line.contains(" PIM-0016 vm:"))
                            .count());

            Tool.Result dry = operator.migrator()
                    .run(operator.run(Operator.PLAN, datacenter).toArray(String[]::new));
            assertEquals(4, dry.exit(), dry::toString);
            assertReadable(dry);
            int cause =
                    dry.out().indexOf("  error PIM-0103 × 1: the endpoints' certificates are not the pinned ones\n");
            int effect = dry.out().indexOf("  error PIM-0113 × ");
            assertTrue(cause > 0 && cause < effect, dry::toString);
            assertEquals(
                    MORE,
                    Files.readString(operator.latest(datacenter, "result.jsonl"))
                            .lines()
                            .filter(line -> line.contains("PIM-0113") && line.matches(".*\"vm:\\d{4,}\".*"))
                            .count());
        }
    }

    private static void assertReadable(Tool.Result result) {
        assertTrue(result.out().lines().count() < SCREEN_LINES, result::toString);
        assertTrue(result.err().lines().count() < SCREEN_LINES, result::toString);
    }
}
