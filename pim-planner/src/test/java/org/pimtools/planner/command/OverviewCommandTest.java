package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

@Tag("slow")
class OverviewCommandTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private final List<DatacenterId> datacenters = new ArrayList<>();
    private PlannerHarness planner;
    private PlanLine.Header header;
    private Path plan;
    private Path results;

    @BeforeEach
    void plan() throws IOException, SQLException {
        planner = servers.add(new PlannerHarness(folder)).withWorld(World.of(7, new Size(2, 60)));
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        results = Files.createDirectories(folder.resolve("results"));
        try (PlanReader reader = PlanReader.open(plan)) {
            header = reader.header();
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start
                        && !start.datacenter().equals(DatacenterId.NOWHERE)) {
                    datacenters.add(start.datacenter());
                }
            }
        }
    }

    private PlannerHarness.Run overview(String... more) {
        List<String> arguments = new ArrayList<>(List.of("overview", results.toString(), "--plan", plan.toString()));
        arguments.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        arguments.addAll(List.of(more));
        HostFiles.trust(folder.resolve("state"));
        return PlannerHarness.bare(arguments);
    }

    private Path result(
            int datacenter, String run, ResultLine.Kind kind, Instant planCreated, int exit, String providerId)
            throws IOException {
        Path file = Files.createDirectories(
                        results.resolve("host-" + datacenter).resolve(run))
                .resolve("result.jsonl");
        UUID planId = planCreated.equals(header.created()) ? header.planId() : new UUID(1, 1);
        try (ResultWriter writer =
                new ResultWriter(Files.newOutputStream(file), HostFiles.key(datacenters.get(datacenter)))) {
            writer.write(new ResultLine.Start(
                    datacenters.get(datacenter),
                    "dc" + datacenter,
                    planId,
                    planCreated,
                    run,
                    Instant.EPOCH,
                    kind,
                    "test"));
            writer.write(new ResultLine.VmResult(
                    datacenter + 1,
                    ResultLine.Outcome.RESOLVED,
                    providerId,
                    kind == ResultLine.Kind.ROLLBACK ? ResultLine.State.ROLLED_BACK : ResultLine.State.DONE));
            writer.write(new ResultLine.End(
                    Instant.EPOCH, exit, Map.of("vms", 1L, "resolved", 1L, "undecided", exit == 5 ? 3L : 0L), 7L));
        }
        return file;
    }

    private Path dryRun(int datacenter, int exit, String providerId) throws IOException {
        return result(datacenter, "r2", ResultLine.Kind.DRY_RUN, header.created(), exit, providerId);
    }

    @Test
    void allReadyIsDone() throws IOException {
        dryRun(0, 0, "a#vm-1");
        dryRun(1, 0, "b#vm-1");
        PlannerHarness.Run run = overview("--format", "json");
        assertEquals(0, run.exit(), run.out() + run.err());
        assertEquals("READY", run.json().at("/result/datacenters/0/stage").asText());
        assertEquals(7, run.json().at("/result/forecastSeconds").asInt());
    }

    @Test
    void thePageSaysWhatTheExitCodeSays() throws IOException {
        dryRun(0, 0, "a#vm-1");
        assertEquals("5 warn Not all datacenters are equally far", exitAndPage());
        Path second = dryRun(1, 5, "b#vm-1");
        assertEquals("5 bad Something is open in 1 of 2 datacenters", exitAndPage());
        dryRun(1, 0, "b#vm-1");
        assertEquals("0 good All datacenters are equally far, and nothing is open", exitAndPage());
        dryRun(1, 0, "a#vm-1");
        assertEquals("5 bad Something is open", exitAndPage());
        Files.writeString(second, "half");
        assertEquals("5 bad Something is open", exitAndPage());
    }

    private String exitAndPage() throws IOException {
        Path page = folder.resolve("fleet.html");
        int exit = overview("--page", page.toString()).exit();
        Matcher verdict = Pattern.compile("class=\"verdict (\\w+)\">.*?<strong>(.*?)</strong>")
                .matcher(Files.readString(page));
        assertTrue(verdict.find(), "the page has a verdict");
        return exit + " " + verdict.group(1) + " " + verdict.group(2);
    }

    private void dryRunOf(int datacenter, String host, String address, String instance) throws IOException {
        Path file = Files.createDirectories(results.resolve(host)).resolve("result.jsonl");
        try (ResultWriter writer =
                new ResultWriter(Files.newOutputStream(file), HostFiles.key(datacenters.get(datacenter)))) {
            writer.write(new ResultLine.Start(
                    datacenters.get(datacenter),
                    "dc" + datacenter,
                    header.planId(),
                    header.created(),
                    "r2",
                    Instant.EPOCH,
                    ResultLine.Kind.DRY_RUN,
                    "test"));
            writer.write(new ResultLine.Target(
                    host, "/var/lib/pim-tools", "redis", address, "Redis 7.0.15", "master", instance, 9, 9, 9L));
            writer.write(new ResultLine.End(Instant.EPOCH, 0, Map.of("vms", 1L, "resolved", 1L), 7L));
        }
    }

    @Test
    void twoDatacentersThatUsedOneRedisAreNamed() throws IOException {
        dryRunOf(0, "rs1", "10.0.0.9:6379, database 0", "before-a-restart/0");
        dryRunOf(1, "rs2", "10.0.0.9:6379, database 0", "after-a-restart/0");
        String out = overview().out();
        assertTrue(out.contains("is the one that dc1 used, too (host rs2)"), out);
        assertTrue(out.contains("is the one that dc0 used, too (host rs1)"), out);

        dryRunOf(0, "rs1", "127.0.0.1:6379, database 0", "one/0");
        dryRunOf(1, "rs2", "127.0.0.1:6379, database 0", "two/0");
        assertFalse(overview().out().contains("used, too"), "each host has its own");

        dryRunOf(1, "rs2", "10.0.0.9:6379, database 0", "one/0");
        assertTrue(overview().out().contains("used, too"), "one server by two addresses");
    }

    @Test
    void namesWhoIsMissingAndWhoHasErrors() throws IOException {
        dryRun(0, 5, "a#vm-1");
        PlannerHarness.Run run = overview();
        assertEquals(5, run.exit(), run.err());
        assertTrue(run.out().contains("no dry run yet"), run.out());
        assertTrue(run.out().matches("(?s).* errors +1 +0 +3 .*"), run.out());
    }

    @Test
    void findsAConflictAcrossTwoDatacenters() throws IOException {
        dryRun(0, 0, "a#vm-1");
        dryRun(1, 0, "a#vm-1");
        PlannerHarness.Run run = overview("--format", "json");
        assertEquals(5, run.exit(), run.err());
        assertEquals(1, run.json().at("/result/conflicts").size(), run.out());
        assertEquals(
                "a#vm-1", run.json().at("/result/conflicts/0/claim/providerId").asText());
        assertTrue(overview().out().contains("conflict: provider ID 'a#vm-1' is claimed by vm:"));
    }

    @Test
    void findsAFirewallThatIsClaimedInTwoDatacenters() throws IOException {
        String group = "sg-0c1d2e3f405162738";
        dryRunOf(0, EntityKind.FIREWALL, group);
        dryRunOf(1, EntityKind.FIREWALL, group);
        PlannerHarness.Run run = overview("--format", "json");
        assertEquals(5, run.exit(), run.err());
        assertEquals(1, run.json().at("/result/conflicts").size(), run.out());
        assertEquals(
                Set.of("firewall:100", "firewall:101"),
                Set.of(
                        run.json().at("/result/conflicts/0/claim/entity").asText(),
                        run.json().at("/result/conflicts/0/other/entity").asText()));
        String shown = overview().out();
        assertTrue(shown.contains("conflict: provider ID '" + group + "' is claimed by firewall:"), shown);
        assertTrue(shown.contains("firewall:101 of " + datacenters.get(1)), shown);

        dryRunOf(1, EntityKind.LOAD_BALANCER, group);
        assertEquals(
                0,
                overview("--format", "json").json().at("/result/conflictCount").asInt(),
                "of two kinds");
        dryRunOf(0, EntityKind.LOAD_BALANCER, "shop");
        dryRunOf(1, EntityKind.LOAD_BALANCER, "shop");
        assertEquals(
                0,
                overview("--format", "json").json().at("/result/conflictCount").asInt(),
                "each region has its own names of classic balancers");
        dryRunOf(0, EntityKind.LOAD_BALANCER, "5029510428967378677");
        dryRunOf(1, EntityKind.LOAD_BALANCER, "5029510428967378677");
        assertEquals(
                1,
                overview("--format", "json").json().at("/result/conflictCount").asInt());
    }

    private void dryRunOf(int datacenter, EntityKind kind, String providerId) throws IOException {
        Path file = Files.createDirectories(results.resolve("rs-" + datacenter)).resolve("result.jsonl");
        HostFiles.result(
                file,
                List.of(
                        new ResultLine.Start(
                                datacenters.get(datacenter),
                                "dc" + datacenter,
                                header.planId(),
                                header.created(),
                                "r2",
                                Instant.EPOCH,
                                ResultLine.Kind.DRY_RUN,
                                "test"),
                        new ResultLine.EntityResult(
                                new EntityKey(kind, 100 + datacenter), ResultLine.Outcome.RESOLVED, providerId),
                        new ResultLine.End(Instant.EPOCH, 0, Map.of("vms", 0L), 7L)));
    }

    @Test
    void refusesHalfAndEditedFilesInOneLineEach() throws IOException {
        dryRun(0, 0, "a#vm-1");
        Path half = dryRun(1, 0, "b#vm-1");
        String text = Files.readString(half);
        Files.writeString(half, text.substring(0, text.length() - 20));
        PlannerHarness.Run run = overview();
        assertEquals(5, run.exit(), run.err());
        assertTrue(run.out().contains("refused: " + half + ": "), run.out());
        assertTrue(run.out().contains("cut off"), run.out());
        Files.writeString(half, text.replace("b#vm-1", "a#vm-1"));
        run = overview();
        assertTrue(run.out().contains("was changed after it was written"), run.out());
        assertTrue(!run.out().contains("conflict:"), run.out());
    }

    @Test
    void anOlderPlansResultIsNamedAndNotCounted() throws IOException {
        Path older = result(0, "r1", ResultLine.Kind.MIGRATION, header.created().minusSeconds(60), 0, "b#vm-1");
        dryRun(0, 0, "a#vm-1");
        dryRun(1, 0, "b#vm-1");
        PlannerHarness.Run run = overview();
        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().contains("1 result of older plans, superseded: " + older), run.out());
    }

    @Test
    void aMigrationBeatsADryRunOfItsPlan() throws IOException {
        result(0, "r1", ResultLine.Kind.MIGRATION, header.created(), 0, "a#vm-1");
        dryRun(0, 0, "a#vm-1");
        dryRun(1, 0, "b#vm-1");
        PlannerHarness.Run run = overview();
        assertEquals(5, run.exit(), run.out());
        assertTrue(run.out().contains("migrated"), run.out());
    }

    private PlannerHarness.Run overviewWithDatabase(String... more) {
        List<String> arguments = new ArrayList<>(List.of(results.toString(), "--plan", plan.toString(), "--database"));
        arguments.addAll(List.of(more));
        return planner.run("overview", arguments.toArray(String[]::new));
    }

    private List<String> stages() {
        return overviewWithDatabase("--format", "json")
                .json()
                .at("/result/datacenters")
                .findValuesAsText("stage");
    }

    private void verified(int datacenter, int exit) throws IOException {
        Path file =
                Files.createDirectories(results.resolve("host-" + datacenter)).resolve("verified.jsonl");
        try (ResultWriter writer =
                new ResultWriter(Files.newOutputStream(file), HostFiles.key(datacenters.get(datacenter)))) {
            writer.write(new ResultLine.Start(
                    datacenters.get(datacenter),
                    "dc" + datacenter,
                    header.planId(),
                    header.created(),
                    "r3",
                    Instant.EPOCH.plusSeconds(1),
                    ResultLine.Kind.VERIFICATION,
                    "test"));
            writer.write(new ResultLine.End(Instant.EPOCH, exit, Map.of(), null));
        }
    }

    @Test
    void theDatabaseTellsWhatWasApplied() throws IOException, SQLException {
        HostFiles files = new HostFiles(plan, results);
        PlannerHarness.Run run = overview();
        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().contains("SQL here"), run.out());
        assertTrue(run.out().contains("\nwithout --database, whether SQL files were applied is not known\n"));
        assertEquals(List.of("SQL_HERE", "SQL_HERE"), stages());

        assertEquals(
                0,
                planner.apply(plan, files.updates.subList(0, 1), "--partial", "--no-dry-run")
                        .exit());
        assertEquals(List.of("APPLIED", "SQL_HERE"), stages());
        assertEquals(5, overviewWithDatabase().exit());
        assertEquals(0, planner.apply(plan, files.updates, "--no-dry-run").exit());
        run = overviewWithDatabase();
        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().matches("(?s).* applied .* applied .*next: pim-migrator verify .*"), run.out());

        verified(0, 0);
        verified(1, 5);
        assertEquals(List.of("VERIFIED", "APPLIED"), stages());
        verified(1, 0);
        run = overviewWithDatabase();
        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().endsWith("    # then start the platform\n"), run.out());

        planner.sql(
                "SET @DISABLE_STATS_TRIGGERS = 1",
                "UPDATE virtualmachine SET provider_id = NULL WHERE idVM = " + files.included.get(0),
                "UPDATE virtualmachine SET provider_id = 'theirs' WHERE idVM = " + files.included.get(1));
        run = overviewWithDatabase("--format", "json");
        assertEquals(5, run.exit(), run.out());
        assertEquals("SQL_HERE", run.json().at("/result/datacenters/0/stage").asText());
        assertEquals(
                1, run.json().at("/result/datacenters/0/database/different").asInt());
        assertEquals(1, run.json().at("/result/datacenters/0/database/pending").asInt());
        assertEquals(2, run.json().at("/result/datacenters/0/notes").size(), run.out());
    }

    private void rolledBack(int datacenter, long idVm) throws IOException {
        Path file =
                Files.createDirectories(results.resolve("host-" + datacenter)).resolve("result.jsonl");
        try (ResultWriter writer =
                new ResultWriter(Files.newOutputStream(file), HostFiles.key(datacenters.get(datacenter)))) {
            writer.write(new ResultLine.Start(
                    datacenters.get(datacenter),
                    "dc" + datacenter,
                    header.planId(),
                    header.created(),
                    "r4",
                    Instant.EPOCH.plusSeconds(2),
                    ResultLine.Kind.ROLLBACK,
                    "test"));
            writer.write(new ResultLine.VmResult(
                    idVm, ResultLine.Outcome.RESOLVED, HostFiles.id(idVm), ResultLine.State.ROLLED_BACK));
            writer.write(new ResultLine.End(Instant.EPOCH, 0, Map.of("vms", 1L), null));
        }
    }

    @Test
    void aRollbackThatTheDatabaseDoesNotKnowOfIsNamed() throws IOException, SQLException {
        HostFiles files = new HostFiles(plan, results);
        assertEquals(0, planner.apply(plan, files.updates, "--no-dry-run").exit());
        rolledBack(0, files.included.get(0));
        assertEquals(List.of("ROLLED_BACK", "APPLIED"), stages());
        String still = ": the database still holds ";
        PlannerHarness.Run run = overviewWithDatabase();
        assertEquals(5, run.exit(), run.out());
        assertTrue(run.out().contains(still), run.out());

        assertEquals(
                0,
                planner.apply(plan, files.rollbacks.subList(0, 1), "--partial", "--no-dry-run")
                        .exit());
        run = overviewWithDatabase();
        assertTrue(!run.out().contains(still), run.out());
    }

    @Test
    void aDatabaseThatIsNamedIsToBeAsked() {
        PlannerHarness.Run run = overview("--db-host", "db.example");
        assertEquals(2, run.exit(), run.out());
        assertTrue(run.err().contains("--db-host is given without --database"), run.err());
    }

    @Test
    void aRollbackTakesAMigrationBackAndClaimsNothing() throws IOException {
        result(0, "r1", ResultLine.Kind.MIGRATION, header.created(), 0, "a#vm-1");
        result(0, "r3", ResultLine.Kind.ROLLBACK, header.created(), 0, "a#vm-1");
        result(1, "r1", ResultLine.Kind.ROLLBACK, header.created(), 0, "a#vm-1");
        PlannerHarness.Run run = overview();
        assertEquals(0, run.exit(), run.out() + run.err());
        assertTrue(run.out().matches("(?s)(.* rolled back .*){2}"), run.out());
        assertTrue(
                run.out()
                        .contains(
                                "next: # if the update files were applied, give pim-planner apply the rollback files of: "),
                run.out());
        dryRun(0, 0, "a#vm-1");
        result(0, "r4", ResultLine.Kind.ROLLBACK_DRY_RUN, header.created(), 5, "a#vm-1");
        assertEquals(run.out(), overview().out());
        result(0, "r6", ResultLine.Kind.MIGRATION, header.created(), 0, "a#vm-1");
        run = overview("--format", "json");
        assertEquals(5, run.exit(), run.out());
        assertEquals("MIGRATED", run.json().at("/result/datacenters/0/stage").asText());
        assertEquals("ROLLED_BACK", run.json().at("/result/datacenters/1/stage").asText());
        assertEquals(0, run.json().at("/result/conflictCount").asInt(), run.out());
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        PlannerHarness.Run run =
                PlannerHarness.bare(List.of("overview", folder.resolve("none").toString()));
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("there is no directory"), run.err());
    }
}
