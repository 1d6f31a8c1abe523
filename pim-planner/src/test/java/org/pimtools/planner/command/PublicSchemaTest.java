package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.testkit.world.Kinton;

/** The schema of version 2.6 as its public dump has it: the platform's real tables and triggers, and no profile. */
@Tag("slow")
class PublicSchemaTest {
    private static final String PROVIDER_ID =
            "ALTER TABLE virtualmachine ADD COLUMN provider_id varchar(255) DEFAULT NULL";

    @TempDir
    private Path folder;

    @Test
    void itLacksTheProviderIdAloneAndSaysWhichVersionItIs() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.PUBLIC_2_6).withSmallPlatform()) {
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("night.plan").toString());
            assertEquals(
                    "pim-planner: error: the database " + planner.database.name()
                            + ", whose schema is of version 2.6, lacks column virtualmachine.provider_id\n"
                            + "hint: the database has not been updated to 5.3 yet: update it first, or make a rehearsal plan\n",
                    run.err());
            assertEquals(3, run.exit());

            Path plan = planner.plan("rehearsal.plan");
            PlannerHarness.Run rehearsal = planner.run("plan", "-o", plan.toString(), "--rehearsal");
            assertEquals(0, rehearsal.exit(), rehearsal::toString);
            assertTrue(
                    rehearsal
                            .out()
                            .lines()
                            .findFirst()
                            .orElseThrow()
                            .endsWith(", schema version 2.6, which was not changed"),
                    rehearsal.out());
            try (PlanReader reader = PlanReader.open(plan)) {
                assertEquals("2.6", reader.header().schemaVersion());
            }
            assertTrue(planner.run("show", plan.toString()).out().contains("\nmade from a schema of version 2.6\n"));
        }
    }

    @Test
    void anUpdatedOneIsPlannedAppliedAndVerifiedWhateverItsTriggersDo() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.PUBLIC_2_6).withSmallPlatform()) {
            planner.sql(
                    PROVIDER_ID,
                    "UPDATE virtualmachine SET state = 'LOCKED' WHERE idVM IN (1, 3)",
                    "UPDATE virtualmachine SET state = 'PAUSED' WHERE idVM = 2");
            assertEquals("3", planner.value("SELECT COUNT(*) FROM accounting_event_vm"), "the triggers are on");
            assertEquals(
                    "ON",
                    planner.value("SELECT previousState FROM virtualmachinetrackedstate WHERE idVM = 1"),
                    "and the states are tracked");
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(0, run.exit(), run::toString);
            assertTrue(run.out().contains("info PIM-0033 × 1"), run.out());

            JsonNode shown = planner.run(
                            "show", plan.toString(), "--code", "PIM-0013", "--format", "json", "--vm", "1", "--vm", "3")
                    .json()
                    .get("result");
            assertEquals(2, shown.get("vms").size(), "both are planned");
            assertEquals(1, shown.get("findings").size(), "a VM that was on exists");
            assertEquals(
                    "vm:3 name 'next', state 'NOT_ALLOCATED' before",
                    shown.at("/findings/0/entity").textValue() + " "
                            + shown.at("/findings/0/detail").textValue());

            HostFiles files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
            PlannerHarness.Run applied = planner.apply(plan, files.updates, "--no-dry-run");
            assertEquals(0, applied.exit(), applied::toString);
            assertEquals("3", planner.value("SELECT COUNT(*) FROM accounting_event_vm"), "the trigger was off");
            assertEquals("3", planner.value("SELECT COUNT(*) FROM virtualmachinetrackedstate"), "no state changed");
            assertEquals(0, verify(planner, plan, files).exit());
        }
    }

    private static PlannerHarness.Run verify(PlannerHarness planner, Path plan, HostFiles files, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--plan", plan.toString()));
        files.updates.forEach(file -> arguments.addAll(List.of("--sql", file.toString())));
        files.results.forEach(file -> arguments.addAll(List.of("--results", file.toString())));
        arguments.addAll(List.of(more));
        return planner.run("verify", arguments.toArray(String[]::new));
    }

    /** A copy has the UUID, the hypervisor and, once its original was migrated, the provider ID of its original. */
    @Test
    void copiesThatAReconfigurationLeftAreNoVms() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.PUBLIC_2_6).withSmallPlatform()) {
            planner.sql(PROVIDER_ID);
            copy(planner, 1, 2);
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(0, run.exit(), run::toString);
            assertTrue(
                    run.out()
                            .contains("    datacenter:1: 2 copies: vm:1001 'tmp_1' of vm:1, vm:1002 'tmp_2' of vm:2\n"),
                    run.out());
            assertTrue(run.out().contains("findings: 0 errors, 1 warning, 2 infos\n"), run.out());
            try (PlanReader reader = PlanReader.open(plan)) {
                assertEquals(2, reader.header().columns().size() + 1);
            }
            assertEquals(0, planner.run("check", plan.toString()).exit(), "a copy is no new VM");

            HostFiles files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
            PlannerHarness.Run dry = planner.apply(plan, files.updates);
            assertEquals(0, dry.exit(), dry::toString);
            assertEquals(0, planner.apply(plan, files.updates, "--no-dry-run").exit());
            planner.sql(
                    "UPDATE virtualmachine c JOIN virtualmachine v ON v.idVM = c.temporal SET c.provider_id = v.provider_id");
            PlannerHarness.Run again = planner.apply(plan, files.updates, "--no-dry-run");
            assertEquals(0, again.exit(), () -> "a copy's provider ID is no conflict: " + again);
            String told = "    table:virtualmachine: 2 copies: vm:1001 'tmp_1' of vm:1, vm:1002 'tmp_2' of vm:2\n";
            assertTrue(again.out().contains(told), again.out());
            PlannerHarness.Run verified = verify(planner, plan, files);
            assertEquals(0, verified.exit(), verified::toString);
            assertTrue(verified.out().contains("warning PIM-0022 × 1: "), verified.out());
            assertTrue(verified.out().contains(told), verified.out());
            assertEquals(
                    "PIM-0022",
                    verify(planner, plan, files, "--format", "json")
                            .json()
                            .at("/result/findings/0/code")
                            .textValue());

            planner.sql("UPDATE virtualmachine SET provider_id = NULL WHERE temporal IS NULL");
            PlannerHarness.Run late = planner.apply(plan, files.updates, "--platform-running");
            assertEquals(6, late.exit(), () -> "copies alone do not show that the platform was migrated: " + late);

            planner.sql("DELETE FROM virtualmachine WHERE temporal IS NOT NULL");
            PlannerHarness.Run clean = planner.apply(plan, files.updates);
            assertTrue(!clean.out().contains("PIM-0022"), clean.out());
        }
    }

    private static void copy(PlannerHarness planner, long... vms) throws SQLException {
        for (long vm : vms) {
            planner.sql("INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType, temporal)"
                    + " SELECT 1000 + idVM, idHypervisor, UUID, CONCAT('tmp_', idVM), 'LOCKED', 1, idVM"
                    + " FROM virtualmachine WHERE idVM = " + vm);
        }
    }

    @Test
    void whileItIsBeingUpdatedThereIsARehearsalOnly() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.PUBLIC_2_6).withSmallPlatform()) {
            planner.sql("UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKGRANTED = '2026-11-30 08:15:00',"
                    + " LOCKEDBY = 'controller (10.0.0.9)'");
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("night.plan").toString());
            assertEquals(
                    "pim-planner: error: the database " + planner.database.name()
                            + " is being updated: an update of its schema holds the lock DATABASECHANGELOGLOCK,"
                            + " by controller (10.0.0.9), since 2026-11-30 08:15:00\n"
                            + "hint: wait until the update has ended, then run again; if it was aborted, finish it and release its"
                            + " lock first (liquibase release-locks), or make a rehearsal plan\n",
                    run.err());
            assertEquals(6, run.exit());
            Path plan = planner.plan("rehearsal.plan");
            assertEquals(
                    0, planner.run("plan", "-o", plan.toString(), "--rehearsal").exit());

            planner.sql(
                    "ALTER TABLE DATABASECHANGELOGLOCK DROP COLUMN LOCKGRANTED, DROP COLUMN LOCKEDBY, MODIFY LOCKED bit(1)");
            PlannerHarness.Run bare =
                    planner.run("plan", "-o", planner.plan("bare.plan").toString());
            assertEquals(6, bare.exit(), bare::toString);
            planner.sql(PROVIDER_ID, "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0");
            assertEquals(
                    0,
                    planner.run("plan", "-o", planner.plan("free.plan").toString())
                            .exit());
        }
    }

    /** A database that is not strict cuts off what does not fit, and the password would go to another host. */
    @Test
    void aManagersNameThatFillsItsColumnIsNotConnectedTo() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.PUBLIC_2_6).withSmallPlatform()) {
            planner.sql(PROVIDER_ID, "UPDATE hypervisor SET managerIp = '192.168.100.200'");
            Path plan = planner.plan("numbers.plan");
            assertEquals(0, planner.run("plan", "-o", plan.toString()).exit(), "an address of 15 characters is whole");

            planner.sql("UPDATE hypervisor SET managerIp = 'vcenter.example'");
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("cut.plan").toString());
            assertEquals(5, run.exit(), run::toString);
            assertTrue(
                    run.out()
                            .contains(
                                    "    machine:1: address 'vcenter.example…': it fills its column, so that its end may"
                                            + " be missing, port 443\n"),
                    run.out());

            Path skeleton = folder.resolve("endpoints.yaml");
            planner.run("endpoints", "-o", skeleton.toString());
            String filledIn =
                    Files.readString(skeleton).replace("    # address: \"\"\n", "    address: vcenter.example.com\n");
            assertTrue(
                    filledIn.contains("; without a usable address in the database: \"vcenter.example\\u2026\""),
                    filledIn);
            Files.writeString(skeleton, filledIn);
            PlannerHarness.Run named = planner.run(
                    "plan", "-o", planner.plan("named.plan").toString(), "--endpoints", skeleton.toString());
            assertEquals(0, named.exit(), named::toString);
        }
    }

    @Test
    void passwordsThatThePlatformEncryptedAreNotUsed() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.PUBLIC_2_6).withSmallPlatform()) {
            planner.sql(PROVIDER_ID, "UPDATE hypervisor SET managerPassword = 'aX8bD1cTuVJbN4BCvuKA0w=='");
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(5, run.exit(), run::toString);
            assertTrue(run.out().contains("error PIM-0008 × 1: "), run.out());
            assertTrue(!Files.readString(plan).contains("\"sealed\""), "nothing is there to be sealed");

            Path skeleton = folder.resolve("endpoints.yaml");
            PlannerHarness.Run endpoints = planner.run("endpoints", "-o", skeleton.toString());
            assertTrue(
                    endpoints.out().contains("\n1 endpoint needs a login that the database does not have"),
                    endpoints.out());
            assertTrue(
                    Files.readString(skeleton)
                            .contains("    # password: \"\"    # needed: encrypted in the database\n"),
                    () -> skeleton.toString());

            Path profile = Files.writeString(folder.resolve("profile.yaml"), "profile: plain\npasswords: plain\n");
            Path believed = planner.plan("believed.plan");
            PlannerHarness.Run plain = planner.run("plan", "-o", believed.toString(), "--profile", profile.toString());
            assertEquals(0, plain.exit(), plain::toString);
            assertTrue(Files.readString(believed).contains("\"sealed\""));

            planner.sql("UPDATE hypervisor SET managerPassword = 'vc-secret'");
            Files.writeString(profile, "profile: encrypted\npasswords: encrypted\n");
            PlannerHarness.Run encrypted = planner.run(
                    "plan", "-o", planner.plan("encrypted.plan").toString(), "--profile", profile.toString());
            assertEquals(5, encrypted.exit(), encrypted::toString);
            assertTrue(encrypted.out().contains("error PIM-0008 × 1: "), encrypted.out());
        }
    }
}
