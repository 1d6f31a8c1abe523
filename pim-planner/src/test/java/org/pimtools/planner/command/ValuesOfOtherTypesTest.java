package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that hold what the platform does not write: the row is named, and the rest is planned. */
@Tag("slow")
class ValuesOfOtherTypesTest {
    @TempDir
    private Path folder;

    @Test
    void aPortThatIsNoNumberBlocksItsMachineOnly() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "ALTER TABLE hypervisor MODIFY managerPort VARCHAR(20)",
                    "UPDATE hypervisor SET managerPort = ' 443 ' WHERE id = 1",
                    "UPDATE hypervisor SET managerPort = 'https' WHERE id = 2");
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(5, run.exit(), run.err());
            assertTrue(run.out().contains("2 VMs in 1 datacenter"), run.out());
            String shown = planner.run("show", plan.toString()).out();
            assertTrue(
                    shown.contains(
                            "error PIM-0036 table:hypervisor: a value in the database is not of its type"
                                    + " (hypervisor.managerPort is 'https', which is no whole number, where hypervisor.id is '2')"),
                    shown);
            assertTrue(shown.contains("address 'vc.example', port 0: not from 1 to 65535"), shown);
            assertTrue(shown.contains("endpoint:1: the endpoint's certificate is not pinned"), shown);
        }
    }

    @Test
    void whatIsHarmlessIsTaken() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "UPDATE hypervisor SET type = ' vcenter_Cluster ', managerIp = ' VC.example. ' WHERE id = 1",
                    "UPDATE virtualmachine SET UUID = 'no uuid at all', state = ' on ' WHERE idVM = 1");
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--format", "json");
            assertEquals(0, run.exit(), run.out() + run.err());
            assertEquals(2, run.json().at("/result/vms").intValue(), run.out());
            assertEquals(1, run.json().at("/result/datacenters/0/endpoints").intValue(), run.out());
        }
    }
}
