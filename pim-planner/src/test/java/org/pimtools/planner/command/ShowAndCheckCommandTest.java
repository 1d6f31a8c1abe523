package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Policy;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

@Tag("slow")
class ShowAndCheckCommandTest {
    @TempDir
    private Path folder;

    @Test
    void showTellsWhatAPlanHolds() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql("INSERT INTO virtualmachine (idVM, UUID, name, state) VALUES"
                    + " (9, 'aaaaaaaa-0000-4000-8000-000000000009', 'lost\u001b[31m', 'ON')");
            Path plan = planner.plan("night.plan");
            assertEquals(5, planner.run("plan", "-o", plan.toString()).exit());
            PlannerHarness.Run run = planner.run("show", plan.toString());
            assertEquals(
                    """
                    plan ID of TIME by pim-planner dev
                    signed by KEY, this planner's own key; all digests and signatures are right
                    writes virtualmachine.provider_id varchar(255)
                    writes firewall_policy.provider_id varchar(255)
                    writes load_balancer.provider_id varchar(255)
                    writes load_balancer_node.node_ref varchar(255)

                    DATACENTER  UUID                                  ENDPOINTS  MACHINES  VMS  BACKUP JOBS  REFERENCES  FINDINGS
                    Paris       11111111-1111-4111-8111-111111111111  1          2         2    0            0           2
                    (none)                                            0          0         0    0            0           1

                    info PIM-0007 endpoint:1: the endpoint's certificate is not pinned (VCENTER_CLUSTER vc.example port 443, user 'svc')
                    info PIM-0033 table:virtualmachine: triggers cannot be seen with this database account (the account has no TRIGGER right on it)
                    error PIM-0010 vm:9: the VM is deployed but has no hypervisor (name 'lost\\u{1b}[31m')
                    next: pim-planner check PLAN --state-dir STATE    # whether the database is still as planned
                    """,
                    run.out()
                            .replaceFirst("plan [0-9a-f-]{36} of [0-9TZ:.-]+ by", "plan ID of TIME by")
                            .replaceFirst("signed by [0-9a-f-]{35},", "signed by KEY,")
                            .replace(plan.toString(), "PLAN")
                            .replace(folder.resolve("state").toString(), "STATE"));
            assertEquals(0, run.exit());

            run = planner.run("show", plan.toString(), "--datacenter", "Paris", "--vm", "1");
            assertTrue(
                    run.out()
                            .contains(
                                    "vm:1 'web' uuid aaaaaaaa-0000-4000-8000-000000000001 on machine:2, ON\nno such findings\n"),
                    run.out());
            JsonNode lost = planner.run("show", plan.toString(), "--vm", "9", "--format", "json")
                    .json()
                    .at("/result/findings");
            assertEquals(1, lost.size());
            assertEquals("PIM-0010", lost.get(0).get("code").textValue());
            assertTrue(lost.get(0).get("datacenter").isNull());
        }
    }

    @Test
    void aChangedPlanIsRefused() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("night.plan");
            planner.run("plan", "-o", plan.toString());
            List<String> lines = new ArrayList<>(Files.readAllLines(plan));
            lines.replaceAll(line -> line.replace("\"web\"", "\"wob\""));
            Path changed = planner.plan("changed.plan");
            Files.write(changed, lines);
            Path cut = planner.plan("cut.plan");
            Files.write(cut, Files.readAllLines(plan).subList(0, 4), StandardCharsets.UTF_8);
            for (Path broken : List.of(changed, cut)) {
                PlannerHarness.Run run = planner.run("show", broken.toString());
                assertEquals(3, run.exit());
                assertEquals("", run.out());
                assertTrue(run.err().contains("is not valid at line"), run.err());
                assertEquals(3, planner.run("check", broken.toString()).exit());
            }
        }
    }

    @Test
    void aFolderIsNoPlan() {
        PlannerHarness.Run run = PlannerHarness.bare(List.of("show", folder.toString()));
        assertEquals(3, run.exit());
        assertEquals(
                "pim-planner: error: " + folder + " is a directory\nhint: give the path of the plan itself\n",
                run.err());
    }

    @Test
    void checkListsWhatIsDifferent() throws Exception {
        World world = World.of(3, new Size(2, 300));
        try (PlannerHarness planner = new PlannerHarness(folder).withWorld(world)) {
            Path plan = planner.plan("night.plan");
            planner.run("plan", "-o", plan.toString());
            PlannerHarness.Run run = planner.run("check", plan.toString());
            assertEquals(0, run.exit(), run.out());
            assertTrue(run.out().contains(" VMs are as planned\n"), run.out());

            List<Long> vms = new ArrayList<>();
            List<Long> undeployed = new ArrayList<>();
            world.forEachVm(vm -> {
                if (vm.state().deployed()) {
                    vms.add(vm.idVm());
                } else if (vm.machine() != null && vm.state().name().equals("ALLOCATED")) {
                    undeployed.add(vm.idVm());
                }
            });
            long other = world.vm((int) (vms.get(3) - 1)).machine().idHypervisor() == 1 ? 2 : 1;
            planner.sql(
                    "DELETE FROM virtualmachine WHERE idVM = " + vms.get(0),
                    "UPDATE virtualmachine SET state = 'NOT_ALLOCATED' WHERE idVM = " + vms.get(1),
                    "UPDATE virtualmachine SET name = 'renamed' WHERE idVM = " + vms.get(2),
                    "UPDATE virtualmachine SET idHypervisor = " + other + " WHERE idVM = " + vms.get(3),
                    "UPDATE virtualmachine SET state = 'LOCKED', UUID = UUID() WHERE idVM = " + vms.get(4),
                    "UPDATE virtualmachine SET provider_id = 'i-1' WHERE idVM = " + vms.get(5),
                    "UPDATE virtualmachine SET state = 'ON' WHERE idVM = " + undeployed.get(0));
            run = planner.run("check", plan.toString(), "--format", "json");
            assertEquals(5, run.exit());
            Map<String, Long> expected = new java.util.TreeMap<>(Map.of(
                    "RENAMED", vms.get(2),
                    "MOVED", vms.get(3),
                    "STATE", vms.get(4),
                    "REPLACED", vms.get(4),
                    "PROVIDER_ID", vms.get(5),
                    "NEW", undeployed.get(0)));
            Map<String, Long> found = new java.util.TreeMap<>();
            List<Long> gone = new ArrayList<>();
            run.json().at("/result/differences").forEach(difference -> {
                String kind = difference.get("kind").textValue();
                if (kind.equals("GONE")) {
                    gone.add(difference.get("idVm").longValue());
                } else {
                    found.put(kind, difference.get("idVm").longValue());
                }
            });
            assertEquals(expected, found);
            assertEquals(vms.subList(0, 2), gone);
            String text = planner.run("check", plan.toString()).out();
            assertTrue(text.contains("vm:" + vms.get(2) + " has another name; planned '"), text);
            assertTrue(
                    text.contains("different: 2 gone, 1 new, 1 replaced, 1 renamed, 1 moved, 1 state, 1 provider id\n"),
                    text);
        }
    }

    @Test
    void checkListsWhatIsDifferentOfFirewallsAndLoadBalancers() throws Exception {
        World world =
                World.of(3, new Size(1, 900), Traits.clean().with(new Traits.Sites(Set.of(EndpointType.AMAZON), 0)));
        List<Policy> policies = world.policies(world.endpoints().get(1));
        long firewall = policies.get(0).id();
        try (PlannerHarness planner = new PlannerHarness(folder).withWorld(world)) {
            Path plan = planner.plan("night.plan");
            planner.run("plan", "-o", plan.toString());
            PlannerHarness.Run run = planner.run("check", plan.toString());
            assertEquals(0, run.exit(), run.out());
            assertTrue(
                    run.out().contains(" VMs and " + policies.size() + " firewalls and load balancers are as planned"),
                    run.out());
            planner.sql(
                    "UPDATE firewall_policy SET name = 'renamed', provider_id = 'sg-1' WHERE id = " + firewall,
                    "UPDATE firewall_policy SET idVirtualDataCenter = NULL WHERE id = " + (firewall + 1),
                    "UPDATE firewall_policy SET idVirtualDataCenter = " + firewall + " WHERE id = " + (firewall + 2),
                    "DELETE FROM firewall_policy_virtualmachine WHERE idFirewallPolicy = " + (firewall + 3),
                    "DELETE FROM firewall_policy WHERE id = " + (firewall + 3),
                    "INSERT INTO load_balancer (id, idVirtualDataCenter, name) VALUES (900001, " + firewall + ", 'x')");
            run = planner.run("check", plan.toString());
            assertEquals(5, run.exit());
            for (String line : List.of(
                    "firewall:" + firewall + " has another name; planned '",
                    "firewall:" + firewall + " has another provider ID; found 'sg-1'",
                    "firewall:" + (firewall + 1) + " is in no virtual datacenter any more; planned '",
                    "firewall:" + (firewall + 2) + " is in another virtual datacenter; planned '",
                    "firewall:" + (firewall + 3) + " is gone; planned '",
                    "load-balancer:900001 is new; found 'x'")) {
                assertTrue(run.out().contains("\n" + line) || run.out().startsWith(line), () -> line + " is not in\n");
            }
        }
    }
}
