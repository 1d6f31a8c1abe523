package org.pimtools.planner.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pimtools.planner.planning.Rows.access;
import static org.pimtools.planner.planning.Rows.host;
import static org.pimtools.planner.planning.Rows.managed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.ReferenceRule;
import org.pimtools.common.sql.KeyCell;

class SectionRulesTest {
    private static final DatacenterRow PARIS = new DatacenterRow(1, "C2C10F13-9F55-4372-9C9C-6C114408719B", "Paris");
    private static final String LONG = "x".repeat(1_000_000);

    private static List<String> shown(Optional<Finding> finding) {
        return Rows.shown(finding.stream().toList());
    }

    private static List<String> shortColumn(int length, HypervisorRow... machines) {
        return shown(SectionRules.shortColumn(
                new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", length, "utf8mb4"),
                List.of(machines)));
    }

    @Test
    void theColumnHasToFitTheLongestUsualProviderId() {
        HypervisorRow vCenter = managed(1, access("vc", 443, null, null));
        HypervisorRow kvm = host(2, "KVM", access("k", null, null, null));
        HypervisorRow azure = host(3, "azurecompute-arm", access("a", null, null, null));
        HypervisorRow unknown = host(4, "ACME", access("a", null, null, null));
        HypervisorRow untyped = host(5, null, access("a", null, null, null));
        assertEquals(List.of(), shortColumn(1));
        assertEquals(List.of(), shortColumn(1, unknown, untyped));
        assertEquals(List.of(), shortColumn(50, vCenter, kvm));
        assertEquals(
                List.of("SHORT_COLUMN column:virtualmachine.provider_id"
                        + " 49 characters fit, and a provider ID of VCENTER_CLUSTER has up to 50"),
                shortColumn(49, kvm, vCenter, unknown));
        assertEquals(
                List.of("SHORT_COLUMN column:virtualmachine.provider_id"
                        + " 254 characters fit, and a provider ID of azurecompute-arm has up to 255"),
                shortColumn(254, azure, vCenter));
        assertEquals(List.of(), shortColumn(255, azure, vCenter));
    }

    @Test
    void jobsOfAnotherBackupSystemAreAFinding() {
        assertEquals(List.of(), shown(SectionRules.backupSystem(job("Veeam", "job"))));
        assertEquals(
                List.of("UNKNOWN_BACKUP_SYSTEM backup-job:3 system 'acme' of vm:12"),
                shown(SectionRules.backupSystem(job("acme", "job"))));
        assertEquals(
                List.of("UNKNOWN_BACKUP_SYSTEM backup-job:3 system '' of vm:12"),
                shown(SectionRules.backupSystem(job("", "job"))));
    }

    @Test
    void aJobThatNoPlanCanHoldIsAFinding() {
        assertEquals(List.of(), shown(SectionRules.tooLong(job("veeam", null))));
        assertEquals(
                List.of("TOO_LONG backup-job:3 name '" + "x".repeat(300) + "…' of vm:12"),
                shown(SectionRules.tooLong(job("veeam", LONG))));
        assertEquals(
                List.of("TOO_LONG backup-job:3 name 'job' of vm:12"), shown(SectionRules.tooLong(job(LONG, "job"))));
    }

    @Test
    void aDatacenterSaysWhatItLacks() {
        assertEquals(List.of(), SectionRules.surroundings(PARIS, true, true));
        assertEquals(
                List.of(
                        "NO_MONITOR datacenter:1 name 'Paris'",
                        "TRIGGERS_UNKNOWN table:virtualmachine the account has no TRIGGER right on it"),
                Rows.shown(SectionRules.surroundings(PARIS, false, false)));
        assertEquals(
                List.of("NO_DATACENTER_UUID datacenter:2 name NULL, uuid ' ', which is blank"),
                Rows.shown(List.of(SectionRules.noIdentity(new DatacenterRow(2, " ", null), false))));
        assertEquals(
                List.of("NO_DATACENTER_UUID datacenter:1 name 'Paris', uuid 'C2C10F13-9F55-4372-9C9C-6C114408719B',"
                        + " which another datacenter has too"),
                Rows.shown(List.of(SectionRules.noIdentity(PARIS, true))));
    }

    @Test
    void aDatacenterIsKnownByAnyTextThatIsNotBlank() {
        assertEquals("c2c10f13-9f55-4372-9c9c-6c114408719b", identity(PARIS.uuid()));
        assertEquals("Abiquo-DC1", identity(" Abiquo-DC1 "));
        assertEquals("../x", identity("../x"));
        for (String none : new String[] {null, "", " \t", "x".repeat(41), "00000000-0000-0000-0000-000000000000"}) {
            assertEquals(Optional.empty(), new DatacenterRow(1, none, "Paris").identity(), none);
        }
    }

    private static String identity(String uuid) {
        return new DatacenterRow(1, uuid, "Paris").identity().orElseThrow().toString();
    }

    @Test
    void aVmOfNoDatacenterSaysWhereItWouldBe() {
        assertEquals(
                List.of("NO_HYPERVISOR vm:12 name 'web'"),
                Rows.shown(List.of(SectionRules.lost(new VmRow(12, null, "u", "web", "ON", false, null)))));
        assertEquals(
                List.of("LOST_HYPERVISOR vm:12 name 'web' on machine:7"),
                Rows.shown(List.of(SectionRules.lost(Rows.vm("web", "u", "ON", null)))));
    }

    @Test
    void aBalancersNodeIsChangedWhenItNamesTheVmByAnOldName() {
        VmRow vm = Rows.vm("web", Rows.UUID, "ON", null);
        Optional<PlanLine.Reference> line = Optional.of(new PlanLine.Reference(
                "load_balancer_node",
                new TreeMap<>(Map.of("idLoadBalancer", KeyCell.of(5), "idVirtualMachine", KeyCell.of(12))),
                12,
                "node_ref",
                "web",
                null));
        assertEquals(line, node("web", vm));
        assertEquals(Optional.empty(), node("another", vm));
        assertEquals(Optional.empty(), node(null, vm));
        assertEquals(Optional.empty(), node("web", Rows.vm("web", Rows.UUID, "NOT_ALLOCATED", null)));
    }

    private static PlanLine.BackupJob job(String system, String name) {
        return new PlanLine.BackupJob(3, 12, system, "backup.example", name, "ref", 0);
    }

    @Test
    void aPartOfAValueIsReplacedWhereTheNameStandsAlone() {
        VmRow vm = Rows.vm("web-1", Rows.UUID, "ON", null);
        PlanLine.Reference line =
                reference(ReferenceRule.Replaces.PART, "vm:web-1/eth0", vm).orElseThrow();
        assertEquals("web-1", line.part());
        assertEquals("vm:x#vm-1/eth0", line.renamed("x#vm-1"));
        for (String other : List.of("web-12", "my-web-1", "web-1.example", "web-1 web-1", "", "web")) {
            assertEquals(Optional.empty(), reference(ReferenceRule.Replaces.PART, other, vm), other);
        }
    }

    private static Optional<PlanLine.Reference> node(String nodeRef, VmRow vm) {
        return reference(ReferenceRule.Replaces.WHOLE, nodeRef, vm);
    }

    private static Optional<PlanLine.Reference> reference(ReferenceRule.Replaces replaces, String value, VmRow vm) {
        ReferenceRule rule = new ReferenceRule(
                "nodes",
                true,
                "load_balancer_node",
                List.of("idLoadBalancer", "idVirtualMachine"),
                "idVirtualMachine",
                "node_ref",
                replaces);
        SortedMap<String, KeyCell> key =
                new TreeMap<>(Map.of("idLoadBalancer", KeyCell.of(5), "idVirtualMachine", KeyCell.of(12)));
        return new ReferenceRow(rule, key, value, vm).line();
    }
}
