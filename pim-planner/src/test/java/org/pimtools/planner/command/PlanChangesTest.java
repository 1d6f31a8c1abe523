package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan shows of the plan before. */
@Tag("slow")
class PlanChangesTest {
    private static final String UNCOUNTED = "SET @DISABLE_STATS_TRIGGERS = 1";

    @TempDir
    private Path folder;

    @Test
    void countsAndExamplesOfAllThatChanged() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql("INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType) VALUES"
                    + " (4, 1, 'aaaaaaaa-0000-4000-8000-000000000004', 'db', 'ON', 1),"
                    + " (5, 1, 'aaaaaaaa-0000-4000-8000-000000000005', 'mail', 'ON', 1)");
            PlannerHarness.Run first = made(planner, "night.plan");
            assertFalse(first.out().contains("since"), first.out());
            planner.sql(
                    UNCOUNTED,
                    "INSERT INTO physicalmachine VALUES (103, 1, 1, 'c', 3)",
                    "INSERT INTO hypervisor (id, idPhysicalMachine, ip, ipService, port, type, managerIp, managerPort,"
                            + " managerUser, managerPassword)"
                            + " VALUES (3, 103, '10.0.0.3', '10.0.0.3', 443, 'VCENTER_CLUSTER', 'other.example', 443, 'svc', 's')",
                    "UPDATE virtualmachine SET name = 'shop' WHERE idVM = 1",
                    "UPDATE virtualmachine SET idHypervisor = 2 WHERE idVM = 2",
                    "UPDATE virtualmachine SET idHypervisor = 3 WHERE idVM = 5",
                    "UPDATE virtualmachine SET state = 'ON' WHERE idVM = 3",
                    "DELETE FROM virtualmachine WHERE idVM = 4");
            PlannerHarness.Run second = made(planner, "night-2.plan");
            assertTrue(
                    second.out()
                            .replaceFirst("night.plan of [-0-9T:.]+Z", "night.plan of TIME")
                            .contains("""

                            since night.plan of TIME: 1 VM added, 1 VM gone, 1 VM renamed, 1 VM moved, 1 endpoint added; 1 VM as before
                              1 VM added:
                                vm:3 'next', in Paris
                              1 VM gone:
                                vm:4 'db', in Paris
                              1 VM renamed:
                                vm:1 'shop' was 'web'
                              1 VM moved:
                                vm:5 'mail' from VCENTER_CLUSTER vc.example port 443, svc, in Paris to VCENTER_CLUSTER other.example port 443, svc, in Paris
                              1 endpoint added:
                                VCENTER_CLUSTER other.example port 443, svc, in Paris

                            plan:\s"""),
                    second.out());
            JsonNode third = planner.run(
                            "plan", "-o", planner.plan("night-3.plan").toString(), "--format", "json")
                    .json()
                    .at("/result/changes");
            assertEquals("night-2.plan", third.get("since").textValue());
            assertEquals(4, third.get("vmsSame").asInt());
            assertEquals(0, third.at("/vmsAdded/count").asInt());
            assertEquals(0, third.at("/endpointsGone/examples").size());
        }
    }

    @Test
    void ofManyOnlyTenExamples() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            made(planner, "night.plan.gz");
            IntStream.range(10, 35)
                    .mapToObj(id ->
                            "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType) VALUES (" + id
                                    + ", 1, 'bbbbbbbb-0000-4000-8000-0000000000" + id + "', 'v" + id + "', 'ON', 1)")
                    .forEach(insert -> insert(planner, insert));
            PlannerHarness.Run screen = made(planner, "night-2.plan.gz");
            assertTrue(screen.out().contains("    vm:19 'v19', in Paris\n    … and 15 more\n"), screen.out());
            Files.delete(planner.plan("night-2.plan.gz"));
            JsonNode changes = planner.run(
                            "plan", "-o", planner.plan("again.plan").toString(), "--format", "json")
                    .json()
                    .at("/result/changes");
            assertEquals(25, changes.at("/vmsAdded/count").asInt());
            assertEquals(10, changes.at("/vmsAdded/examples").size());
        }
    }

    @Test
    void whatCannotBeTheEarlierPlanIsOneLine() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plans = planner.plan("a.plan").getParent();
            made(planner, "a.plan");
            byte[] whole = Files.readAllBytes(planner.plan("a.plan"));
            Files.write(planner.plan("a.plan"), Arrays.copyOf(whole, whole.length - 200));
            PlannerHarness.Run cut = made(planner, "b.plan");
            assertTrue(
                    cut.out().contains("not compared with an earlier plan: the plan " + plans.resolve("a.plan") + " "),
                    cut.out());
            Files.writeString(planner.plan("a.plan"), "no plan\n");
            Files.delete(planner.plan("b.plan"));
            PlannerHarness.Run foreign = made(planner, "b.plan");
            assertTrue(foreign.out().contains("a.plan is not valid at line 1"), foreign.out());
            Files.move(
                    folder.resolve("state").resolve("planner.key"),
                    folder.resolve("other.key"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.delete(planner.plan("a.plan"));
            PlannerHarness.Run stranger = made(planner, "c.plan");
            assertTrue(stranger.out().contains("b.plan was signed by another planner"), stranger.out());
            assertEquals(
                    1,
                    stranger.out()
                            .lines()
                            .filter(line -> line.contains("earlier"))
                            .count());
        }
    }

    @Test
    void aDatacenterThatOnlyOnePlanHasIsNamedAndNotCounted() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            made(planner, "night.plan");
            planner.sql("INSERT INTO datacenter VALUES (2, '22222222-2222-4222-8222-222222222222', 'Rome')");
            PlannerHarness.Run both = made(planner, "night-2.plan");
            assertTrue(both.out().contains(": 1 datacenter only in this plan (Rome); 2 VMs as before"), both.out());
            PlannerHarness.Run rome = made(planner, "rome.plan", "--datacenter", "Rome");
            assertTrue(rome.out().contains("1 datacenter only in that one (Paris); 0 VMs as before"), rome.out());
            PlannerHarness.Run paris = made(planner, "paris.plan", "--datacenter", "Paris");
            assertTrue(paris.out().contains("since night-2.plan of "), paris.out());
        }
    }

    @Test
    void datacentersInAnotherOrderAndWhatWentFromOneToTheOther() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "UPDATE datacenter SET idDataCenter = 3",
                    "UPDATE physicalmachine SET idDataCenter = 3",
                    "INSERT INTO datacenter VALUES (2, '22222222-2222-4222-8222-222222222222', 'Rome')",
                    "INSERT INTO physicalmachine VALUES (103, 1, 2, 'c', 3)",
                    "INSERT INTO hypervisor (id, idPhysicalMachine, ip, ipService, port, type, managerIp, managerPort,"
                            + " managerUser, managerPassword)"
                            + " VALUES (3, 103, '10.0.0.3', '10.0.0.3', 443, 'VCENTER_CLUSTER', 'rome.example', 443, 'svc', 's')",
                    "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType) VALUES"
                            + " (4, 3, 'aaaaaaaa-0000-4000-8000-000000000004', 'db', 'ON', 1),"
                            + " (5, 3, 'aaaaaaaa-0000-4000-8000-000000000005', 'mail', 'ON', 1)");
            made(planner, "night.plan");
            planner.sql(
                    "UPDATE datacenter SET idDataCenter = 1 WHERE idDataCenter = 3",
                    "UPDATE physicalmachine SET idDataCenter = 1 WHERE idDataCenter = 3");
            PlannerHarness.Run turned = made(planner, "night-2.plan");
            assertTrue(turned.out().contains(": nothing changed, 4 VMs as before\n"), turned.out());
            planner.sql(
                    UNCOUNTED,
                    "UPDATE physicalmachine SET idDataCenter = 2 WHERE idPhysicalMachine = 101",
                    "UPDATE virtualmachine SET idHypervisor = 3, name = 'shop' WHERE idVM = 1",
                    "UPDATE virtualmachine SET UUID = 'bbbbbbbb-0000-4000-8000-000000000004' WHERE idVM = 4");
            PlannerHarness.Run all = made(planner, "night-3.plan");
            assertTrue(all.out().contains("""
                            : 1 VM added, 1 VM gone, 1 VM renamed, 2 VMs moved, 1 endpoint added; 1 VM as before
                              1 VM added:
                                vm:4 'db', in Rome
                              1 VM gone:
                                vm:4 'db', in Rome
                              1 VM renamed:
                                vm:1 'shop' was 'web'
                              2 VMs moved:
                                vm:1 'shop' from VCENTER_CLUSTER vc.example port 443, svc, in Paris to VCENTER_CLUSTER rome.example port 443, svc, in Rome
                                vm:2 'ABQ_aaaaaaaa-0000-4000-8000-000000000002' from VCENTER_CLUSTER vc.example port 443, svc, in Paris to \
                            VCENTER_CLUSTER vc.example port 443, svc, in Rome
                              1 endpoint added:
                                VCENTER_CLUSTER vc.example port 443, svc, in Rome
                            """), all.out());
        }
    }

    @Test
    void behindADamagedOneThePlanBeforeItIsTheEarlierOne() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            made(planner, "a.plan");
            made(planner, "b.plan");
            byte[] whole = Files.readAllBytes(planner.plan("b.plan"));
            Files.write(planner.plan("b.plan"), Arrays.copyOf(whole, whole.length - 200));
            planner.sql(UNCOUNTED, "UPDATE virtualmachine SET state = 'ON' WHERE idVM = 3");
            PlannerHarness.Run last = made(planner, "c.plan");
            assertTrue(last.out().contains("since a.plan of "), last.out());
            assertTrue(last.out().contains(": 1 VM added; 2 VMs as before\n"), last.out());
        }
    }

    private static PlannerHarness.Run made(PlannerHarness planner, String name, String... options) throws Exception {
        String[] all = new String[options.length + 2];
        all[0] = "-o";
        all[1] = planner.plan(name).toString();
        System.arraycopy(options, 0, all, 2, options.length);
        PlannerHarness.Run run = planner.run("plan", all);
        assertTrue(Files.exists(planner.plan(name)), run.err());
        return run;
    }

    private static void insert(PlannerHarness planner, String sql) {
        try {
            planner.sql(UNCOUNTED, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
