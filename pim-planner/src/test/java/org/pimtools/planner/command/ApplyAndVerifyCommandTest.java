package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.planner.sqlfile.SqlHead;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

@Tag("slow")
class ApplyAndVerifyCommandTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planner;
    private Path plan;
    private HostFiles files;

    @BeforeEach
    void plan() throws IOException, SQLException {
        planner = servers.add(new PlannerHarness(folder)).withWorld(World.of(7, new Size(2, 1_500)));
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
    }

    private PlannerHarness.Run apply(List<Path> paths, String... more) {
        return planner.apply(plan, paths, more);
    }

    private PlannerHarness.Run verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--plan", plan.toString()));
        files.updates.forEach(file -> arguments.addAll(List.of("--sql", file.toString())));
        files.results.forEach(file -> arguments.addAll(List.of("--results", file.toString())));
        arguments.addAll(List.of(more));
        return planner.run("verify", arguments.toArray(String[]::new));
    }

    private Map<String, String> state() throws SQLException {
        return planner.checksums();
    }

    @Test
    void appliesVerifiesAndRollsBack() throws SQLException {
        Map<String, String> before = state();

        PlannerHarness.Run dry = apply(files.updates);
        assertEquals("", dry.err());
        assertEquals(0, dry.exit());
        assertTrue(dry.out().contains(files.rows() + " rows to set, 0 are set already, 0 differ\n"), dry.out());
        assertTrue(dry.out().contains("--no-dry-run\n"), dry.out());
        assertEquals(before, state());

        PlannerHarness.Run done = apply(files.updates, "--no-dry-run");
        assertEquals(0, done.exit(), done.err());
        assertTrue(done.out().contains(files.rows() + " rows set, 0 were set already, 0 left"), done.out());
        assertTrue(done.out().contains("pim-planner verify --plan "), done.out());
        try (Connection connection = planner.database.connect()) {
            assertEquals(0, Kinton.accountingEvents(connection));
        }
        PlannerHarness.Run again = apply(files.updates, "--no-dry-run");
        assertTrue(again.out().contains("0 rows set, " + files.rows() + " were set already"), again.out());

        PlannerHarness.Run verified = verify();
        assertEquals(5, verified.exit(), verified.err());
        assertTrue(verified.out().contains(files.rows() + " rows of 2 SQL files hold their value, 0 differ\n"));
        assertTrue(verified.out().contains(files.leftOut.size() + " have none:\n  vm:"), verified.out());
        assertTrue(verified.out().contains(": not found at the provider\n"), verified.out());
        assertEquals(
                files.leftOut.size(),
                verify("--format", "json")
                        .json()
                        .at("/result/withoutProviderId")
                        .size());

        PlannerHarness.Run back = apply(files.rollbacks, "--no-dry-run");
        assertEquals(0, back.exit(), back.err());
        assertEquals(before, state());
    }

    @Test
    void whatItsHostRolledBackMustHaveNoProviderId() throws IOException {
        apply(files.updates, "--no-dry-run");
        List<String> arguments = new ArrayList<>(List.of("--plan", plan.toString(), "--format", "json"));
        files.results.forEach(file -> arguments.addAll(List.of("--results", file.toString())));
        files.rolledBack(folder).forEach(file -> arguments.addAll(List.of("--results", file.toString())));

        PlannerHarness.Run early = planner.run("verify", arguments.toArray(String[]::new));
        assertEquals(5, early.exit(), early.out() + early.err());
        assertEquals(
                files.included.size(), early.json().at("/result/differences").size(), early.out());
        apply(files.rollbacks, "--no-dry-run");
        PlannerHarness.Run done = planner.run("verify", arguments.toArray(String[]::new));
        assertEquals(0, done.json().at("/result/differences").size(), done.out());
        assertEquals(
                files.included.size() + files.leftOut.size(),
                done.json().at("/result/withoutProviderId").size(),
                done.out());
        assertTrue(done.out().contains("rolled back on its host"), done.out());
    }

    @Test
    void namesTheRowThatSomebodyChanged() throws SQLException {
        long vm = files.included.get(9);
        planner.sql("UPDATE virtualmachine SET name = CONCAT(name, ' ') WHERE idVM = " + vm);
        Map<String, String> before = state();

        PlannerHarness.Run dry = apply(files.updates);
        assertEquals(5, dry.exit());
        assertTrue(dry.out().contains("  vm:" + vm + " virtualmachine [" + vm + "] name: expected '"), dry.out());
        PlannerHarness.Run refused = apply(files.updates, "--no-dry-run", "--format", "json");
        assertEquals(6, refused.exit());
        assertEquals(vm, refused.json().at("/result/differences/0/idVm").asLong());
        assertEquals(0, refused.json().at("/result/changed").asInt());
        assertTrue(refused.json().at("/error/message").asText().contains("nothing was changed"), refused.out());
        assertEquals(before, state());
    }

    @Test
    void verifyNamesTheOneRowChangedByHand() throws SQLException {
        apply(files.updates, "--no-dry-run");
        long changed = files.included.get(9);
        long emptied = files.included.get(11);
        planner.sql(
                "SET @DISABLE_STATS_TRIGGERS = 1",
                "UPDATE virtualmachine SET provider_id = 'by-hand' WHERE idVM = " + changed,
                "UPDATE virtualmachine SET provider_id = NULL WHERE idVM = " + emptied);

        PlannerHarness.Run run = verify("--format", "json");

        assertEquals(5, run.exit());
        assertEquals(2, run.json().at("/result/differences").size(), run.out());
        assertEquals("by-hand", run.json().at("/result/differences/0/found").asText());
        assertEquals(
                HostFiles.id(changed),
                run.json().at("/result/differences/0/expected").asText());
        assertEquals(emptied, run.json().at("/result/differences/1/idVm").asLong());
        assertTrue(run.out().contains("found, but its SQL file was not applied"));
    }

    @Test
    void refusesWhatTheMigratorDidNotWrite() throws IOException, SQLException {
        Map<String, String> before = state();
        Path file = files.updates.get(0);
        String text = Files.readString(file);
        int rows = text.indexOf("\n(1,");
        int block = text.indexOf("DELIMITER //");
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("at the start", "DROP TABLE virtualmachine;\n" + text);
        broken.put("before the rows", text.replaceFirst("\nINSERT", "\nDROP TABLE virtualmachine;\nINSERT"));
        broken.put(
                "behind a row",
                text.substring(0, rows) + "\n(1,1,1,'a','b','1',NULL,'c'); DROP TABLE x;" + text.substring(rows));
        broken.put("a function", text.replaceFirst(Pattern.quote(",NULL,'"), ",SLEEP(9),'"));
        broken.put("a comment", text.replaceFirst("\nINSERT", "\n-- note\nINSERT"));
        broken.put("in the block", text.replace("COMMIT;\nSET @", "COMMIT;\nDELETE FROM virtualmachine;\nSET @"));
        broken.put(
                "a guard less", text.replaceAll(" AND BINARY CONVERT\\(t.`name` USING utf8mb4\\) <=> s.`g_name`", ""));
        broken.put("at the end", text + "DROP TABLE virtualmachine;\n");
        broken.put("another value", text.replaceFirst("#vm-1(\\d+)'", "#vm-9$1'"));
        broken.put("a row less", text.substring(0, rows) + text.substring(text.indexOf('\n', rows + 1)));
        broken.put("another table", text.replace("`virtualmachine`", "`user`"));
        broken.put("another header", text.replaceFirst("excluded 0", "excluded 1 "));
        broken.put("not ASCII", text.replaceFirst("pim-tools", "p\u00efm-tools"));
        broken.put("a long line", text.replaceFirst("\n\\(1,", "\n(1," + "0".repeat(200_000)));
        broken.put("cut in the rows", text.substring(0, rows + 500));
        broken.put("cut after the rows", text.substring(0, block));
        broken.put("cut in the block", text.substring(0, block + 900));
        broken.put("cut at the end", text.substring(0, text.length() - 1));
        broken.put("empty", "");
        broken.forEach((what, content) -> {
            assertNotEquals(text, content, what);
            try {
                Path changed = Files.writeString(folder.resolve("changed.sql"), content);
                PlannerHarness.Run run = apply(List.of(changed, files.updates.get(1)), "--no-dry-run");
                assertEquals(3, run.exit(), what + run.out() + run.err());
                assertTrue(run.err().matches("(?s).*is refused at line \\d+: .*hint: .*"), what + run.err());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(before, state());
    }

    @Test
    void refusesRowsThatThePlanDoesNotHold() throws IOException, SQLException {
        Path other = planner.plan("other.plan");
        planner.run("plan", "-o", other.toString());
        Path right = plan;
        plan = other;
        PlannerHarness.Run run = apply(files.updates);
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("it belongs to plan "), run.err());
        plan = right;

        String moved = Files.readString(files.updates.get(0));
        String first = moved.substring(moved.indexOf("-- datacenter"), moved.indexOf("\n-- plan"));
        String text = Files.readString(files.updates.get(1));
        String second = text.substring(text.indexOf("-- datacenter"), text.indexOf("\n-- plan"));
        SigningKey key =
                HostFiles.key(SqlHead.read(files.updates.get(1)).manifest().datacenter());
        String own = SqlHead.read(files.updates.get(0)).hostKey();
        Path swapped = Files.writeString(
                folder.resolve("swapped.sql"),
                HostFiles.signed(
                        moved.substring(0, moved.lastIndexOf("-- signature "))
                                .replace(first, second)
                                .replace(own, key.publicText()),
                        key));
        run = apply(List.of(swapped));
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("is a row of virtualmachine that the plan does not hold"), run.err());

        run = apply(List.of(files.updates.get(0), files.updates.get(0)));
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("of the same datacenter"), run.err());
    }

    @Test
    void goesOnWithoutALateDatacenterOnlyWhenAsked() throws SQLException {
        Map<String, String> before = state();
        List<Path> one = files.updates.subList(0, 1);
        PlannerHarness.Run run = apply(one, "--no-dry-run");
        assertEquals(5, run.exit());
        assertTrue(run.out().matches("(?s).*Datacenter 2 +\\d+ +no file *\n.*"), run.out());
        assertEquals(before, state());

        assertEquals(0, apply(one, "--no-dry-run", "--partial").exit());
        assertEquals(0, apply(files.updates, "--no-dry-run").exit());
        assertTrue(verify().out().contains(files.rows() + " rows of 2 SQL files hold their value, 0 differ\n"));
    }

    @Test
    void refusesWhileOthersUseTheDatabase() throws SQLException {
        Map<String, String> before = state();
        try (Connection platform = planner.database.connect();
                Statement statement = platform.createStatement()) {
            statement.execute("DO 1");
            assertEquals(0, apply(files.updates).exit());
            PlannerHarness.Run run = apply(files.updates, "--no-dry-run");
            assertEquals(6, run.exit());
            assertTrue(
                    run.err()
                            .contains("1 other sessions use the database: "
                                    + planner.database.server().user()),
                    run.err());
            assertEquals(before, state());
        }
    }

    @Test
    void aDatacenterFollowsWhileThePlatformRuns() throws SQLException {
        planner.sql(
                "SET @DISABLE_STATS_TRIGGERS = 1", "UPDATE virtualmachine SET state = 'OFF' WHERE state = 'LOCKED'");
        List<Path> late = files.updates.subList(1, 2);
        String[] running = {"--no-dry-run", "--partial", "--platform-running"};
        PlannerHarness.Run early = apply(late, running);
        assertEquals(6, early.exit(), early.out());
        assertTrue(early.err().contains("the platform was not migrated before"), early.err());
        assertEquals(
                0,
                apply(files.updates.subList(0, 1), "--no-dry-run", "--partial").exit());
        try (Connection platform = planner.database.connect();
                Statement statement = platform.createStatement()) {
            statement.execute("SET @DISABLE_STATS_TRIGGERS = 1");
            PlannerHarness.Run alone = apply(late, "--no-dry-run", "--partial");
            assertEquals(6, alone.exit(), alone.out());
            assertTrue(alone.err().contains("--platform-running"), alone.err());
            long vm = vmOfSecond();
            statement.execute("UPDATE virtualmachine SET state = 'LOCKED' WHERE idVM = " + vm);
            PlannerHarness.Run locked = apply(late, running);
            assertEquals(6, locked.exit(), locked.out());
            assertTrue(locked.err().contains("an operation is under way on vm:" + vm + "\n"), locked.err());
            statement.execute("UPDATE virtualmachine SET state = 'OFF' WHERE idVM = " + vm);

            PlannerHarness.Run dry = apply(late, "--partial", "--platform-running");
            assertEquals(0, dry.exit(), dry.err());
            assertTrue(dry.out().contains(" --partial --platform-running "), dry.out());
            assertTrue(dry.out().endsWith(" --no-dry-run\n"), dry.out());
            PlannerHarness.Run done = apply(late, running);
            assertEquals(0, done.exit(), done.err());
            assertEquals("", done.err());
        }
        assertTrue(verify().out().contains(files.rows() + " rows of 2 SQL files hold their value, 0 differ\n"));
        try (Connection connection = planner.database.connect()) {
            assertEquals(0, Kinton.accountingEvents(connection));
        }
    }

    @Test
    void aRowThatThePlatformChangedIsLeftAndNamed() throws SQLException {
        planner.sql(
                "SET @DISABLE_STATS_TRIGGERS = 1", "UPDATE virtualmachine SET state = 'OFF' WHERE state = 'LOCKED'");
        assertEquals(
                0,
                apply(files.updates.subList(0, 1), "--no-dry-run", "--partial").exit());
        long vm = vmOfSecond();
        planner.sql("UPDATE virtualmachine SET name = 'renamed meanwhile' WHERE idVM = " + vm);
        PlannerHarness.Run run = apply(files.updates.subList(1, 2), "--no-dry-run", "--partial", "--platform-running");
        assertEquals(6, run.exit(), run.out());
        assertTrue(run.out().contains("  vm:" + vm + " virtualmachine [" + vm + "] name: expected '"), run::toString);
    }

    private long vmOfSecond() throws SQLException {
        try (Connection connection = planner.database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MIN(v.idVM) FROM virtualmachine v JOIN hypervisor h"
                        + " ON h.id = v.idHypervisor JOIN physicalmachine p ON p.idPhysicalMachine = h.idPhysicalMachine"
                        + " WHERE p.idDataCenter = 2 AND v.state = 'ON' AND v.idVM % 50 <> 0")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void goesOnAfterItWasCutOff() throws Exception {
        String database = planner.database.name();
        String running = "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '" + database
                + "' AND INFO LIKE 'UPDATE pim_tools%'";
        try (Connection blocker = planner.database.server().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT * FROM " + database + ".virtualmachine WHERE idVM = " + files.included.get(3)
                    + " FOR UPDATE");
            CompletableFuture<PlannerHarness.Run> cut =
                    CompletableFuture.supplyAsync(() -> apply(files.updates, "--no-dry-run"));
            long session = 0;
            while (session == 0 && !cut.isDone()) {
                try (ResultSet rows = statement.executeQuery(running)) {
                    session = rows.next() ? rows.getLong(1) : 0;
                }
                LockSupport.parkNanos(50_000_000);
            }
            statement.execute("KILL " + session);
            assertEquals(1, cut.get().exit());
            assertTrue(
                    cut.get().err().contains("the change stopped on the way"),
                    cut.get().err());
        }
        PlannerHarness.Run again = apply(files.updates, "--no-dry-run");
        assertEquals(0, again.exit(), again.err());
        assertTrue(verify().out().contains(files.rows() + " rows of 2 SQL files hold their value, 0 differ\n"));
        try (Connection connection = planner.database.connect()) {
            assertEquals(0, Kinton.accountingEvents(connection));
        }
    }

    @Test
    void aDryRunNeedsNoMoreThanSelect() {
        List<String> arguments = new ArrayList<>();
        files.updates.forEach(file -> arguments.add(file.toString()));
        arguments.addAll(List.of("--plan", plan.toString()));
        assertEquals(0, planner.run("apply", arguments.toArray(String[]::new)).exit());
        arguments.add("--no-dry-run");
        PlannerHarness.Run run = planner.run("apply", arguments.toArray(String[]::new));
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("cannot see other users' sessions"), run.err());
        assertTrue(run.err().contains("denied"), run.err());
    }
}
