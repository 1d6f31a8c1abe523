package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.Severity;

/** Each finding of the planner, made by real rows, and nothing else found beside it. */
@Tag("slow")
class EveryFindingTest {
    @TempDir
    private Path folder;

    /** Rows that make one finding, and how {@code show} tells it. */
    private enum Case {
        UNKNOWN_PROVIDER_TYPE("machine:2", "type 'ABACUS'", "UPDATE hypervisor SET type = 'ABACUS' WHERE id = 2"),
        NO_CONNECTOR("machine:2", "type XENSERVER", "UPDATE hypervisor SET type = 'xenserver' WHERE id = 2"),
        NO_ADDRESS("machine:2", "type VCENTER_CLUSTER", "UPDATE hypervisor SET managerIp = ' ' WHERE id = 2"),
        INVALID_ADDRESS(
                "machine:2",
                "address 'vc.example/?command=x': '/' at position 11 cannot be in a host name, port 443",
                "UPDATE hypervisor SET managerIp = 'vc.example/?command=x' WHERE id = 2"),
        NO_CREDENTIALS(
                "endpoint:1",
                "VCENTER_CLUSTER vc.example port 443, user 'svc': without password",
                "UPDATE hypervisor SET managerPassword = NULL"),
        DIFFERENT_CREDENTIALS(
                "endpoint:1",
                "VCENTER_CLUSTER vc.example port 443, user 'svc': machines 1 and 2",
                "UPDATE hypervisor SET managerPassword = 'other' WHERE id = 2"),
        ENCRYPTED_PASSWORD(
                "endpoint:1",
                "VCENTER_CLUSTER vc.example port 443, user 'svc'",
                "UPDATE hypervisor SET managerPassword = 'aX8bD1cTuVJbN4BCvuKA0w=='"),
        NOT_PINNED("endpoint:1", "VCENTER_CLUSTER vc.example port 443, user 'svc'"),
        NO_HYPERVISOR("vm:1", "name 'web'", "UPDATE virtualmachine SET idHypervisor = NULL WHERE idVM = 1"),
        LOST_HYPERVISOR("vm:1", "name 'web' on machine:2", "DELETE FROM physicalmachine WHERE idPhysicalMachine = 102"),
        UNKNOWN_STATE("vm:1", "state 'MELTED'", "UPDATE virtualmachine SET state = 'MELTED' WHERE idVM = 1"),
        LOCKED("vm:1", "name 'web'", "UPDATE virtualmachine SET state = 'LOCKED' WHERE idVM = 1"),
        BLANK_NAME(
                "vm:1",
                "uuid 'aaaaaaaa-0000-4000-8000-000000000001'",
                "UPDATE virtualmachine SET name = '  ' WHERE idVM = 1"),
        UNUSUAL_NAME("vm:1", "name 'w\\u{202e}eb'", "UPDATE virtualmachine SET name = 'w\u202eeb' WHERE idVM = 1"),
        DUPLICATE_NAME("vm:1", "'web', as vm:2", "UPDATE virtualmachine SET name = 'web' WHERE idVM = 2"),
        DUPLICATE_UUID(
                "vm:1",
                "'aaaaaaaa-0000-4000-8000-000000000001', as vm:3",
                "UPDATE virtualmachine SET UUID = 'AAAAAAAA-0000-4000-8000-000000000001' WHERE idVM = 3"),
        DUPLICATE_PROVIDER_ID(
                "vm:1", "'i-1', as vm:3", "UPDATE virtualmachine SET provider_id = 'i-1' WHERE idVM IN (1, 3)"),
        ALREADY_MIGRATED("vm:1", "provider ID 'i-1'", "UPDATE virtualmachine SET provider_id = 'i-1' WHERE idVM = 1"),
        NO_UUID("vm:1", "name 'web'", "UPDATE virtualmachine SET UUID = '' WHERE idVM = 1"),
        TOO_LONG(
                "vm:1",
                "name '" + "x".repeat(300) + "…'",
                "ALTER TABLE virtualmachine MODIFY name LONGTEXT",
                "UPDATE virtualmachine SET name = REPEAT('x', 10000000) WHERE idVM = 1"),
        TEMPORAL_COPIES(
                "datacenter:1",
                "1 copy: vm:4 'tmp_web' of vm:1",
                "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, temporal) VALUES"
                        + " (4, 2, 'aaaaaaaa-0000-4000-8000-000000000001', 'tmp_web', 'LOCKED', 1)"),
        NO_DATACENTER_UUID("datacenter:2", "name 'Rome', uuid NULL", "INSERT INTO datacenter VALUES (2, NULL, 'Rome')"),
        NO_MONITOR("datacenter:1", "name 'Paris'", "DELETE FROM remote_service"),
        SHORT_COLUMN(
                "column:virtualmachine.provider_id",
                "40 characters fit, and a provider ID of VCENTER_CLUSTER has up to 50",
                "ALTER TABLE virtualmachine MODIFY provider_id VARCHAR(40)"),
        TRIGGERS_UNKNOWN("table:virtualmachine", "the account has no TRIGGER right on it"),
        UNKNOWN_BACKUP_SYSTEM(
                "backup-job:7",
                "system 'acronis' of vm:1",
                "INSERT INTO backup_job VALUES (7, 1, 'acronis', 'http://10.0.0.8', NULL, NULL, 'web', NULL)"),
        BACKUP_SERVER_NOT_USABLE(
                "datacenter:1",
                "1 backup job of no server that the plan knows",
                "INSERT INTO backup_job VALUES (7, 1, 'VEEAM', 'http://10.0.0.8', NULL, NULL, 'web', NULL)"),
        UNREADABLE_VALUE(
                "table:virtualmachine",
                "virtualmachine.idType is 'managed', which is no whole number, where virtualmachine.idVM is '1'",
                "ALTER TABLE virtualmachine MODIFY idType VARCHAR(20)",
                "UPDATE virtualmachine SET idType = 'managed' WHERE idVM = 1"),
        NO_ENTITY_ENDPOINT(
                "firewall:3",
                "name 'web', virtual datacenter 9 of type 'AMAZON'",
                "INSERT INTO virtualdatacenter VALUES (9, 1, 1, 'AMAZON')",
                "INSERT INTO firewall_policy (id, idVirtualDataCenter, name) VALUES (3, 9, 'web')");

        final String entity;
        final String detail;
        final String[] rows;

        Case(String entity, String detail, String... rows) {
            this.entity = entity;
            this.detail = detail;
            this.rows = rows;
        }

        FindingCode code() {
            return FindingCode.valueOf(name());
        }
    }

    /** What the small platform has even so: nobody has pinned its endpoint, and the account sees no triggers. */
    private static final Set<FindingCode> ALWAYS = EnumSet.of(FindingCode.NOT_PINNED, FindingCode.TRIGGERS_UNKNOWN);

    /** What must come along with a finding. */
    private static final Map<FindingCode, FindingCode> ALONG =
            new EnumMap<>(Map.of(FindingCode.DUPLICATE_PROVIDER_ID, FindingCode.ALREADY_MIGRATED));

    @ParameterizedTest
    @EnumSource(Case.class)
    void rowsMakeTheFinding(Case made) throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(made.rows);
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(made.code().severity() == Severity.ERROR ? 5 : 0, run.exit(), run.err());

            JsonNode findings = planner.run("show", plan.toString(), "--format", "json")
                    .json()
                    .at("/result/findings");
            Set<FindingCode> expected = EnumSet.copyOf(ALWAYS);
            expected.add(made.code());
            expected.addAll(Stream.ofNullable(ALONG.get(made.code())).toList());
            Set<FindingCode> found = EnumSet.noneOf(FindingCode.class);
            findings.forEach(finding ->
                    found.add(FindingCode.of(finding.get("code").textValue()).orElseThrow()));
            assertEquals(expected, found);

            String shown = planner.run(
                            "show", plan.toString(), "--code", made.code().code())
                    .out();
            String line = "%s %s %s: %s (%s)"
                    .formatted(
                            made.code().severity().label(),
                            made.code().code(),
                            made.entity,
                            made.code().title(),
                            made.detail);
            assertTrue(shown.lines().anyMatch(line::equals), shown);
        }
    }

    @Test
    void everyCodeOfThePlannerHasACase() {
        Set<String> planner = new TreeSet<>();
        for (FindingCode code : FindingCode.values()) {
            if (code.code().compareTo("PIM-0100") < 0) {
                planner.add(code.name());
            }
        }
        Set<String> cases =
                new TreeSet<>(Arrays.stream(Case.values()).map(Case::name).toList());
        assertEquals(planner, cases);
    }
}
