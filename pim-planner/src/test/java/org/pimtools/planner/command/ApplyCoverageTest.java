package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.planner.sqlfile.SqlHead;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

/** What {@code apply} takes of the files of many hosts, and what it leaves. */
@Tag("slow")
class ApplyCoverageTest {
    private static final int HOSTS = 40;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planner;
    private Path plan;
    private HostFiles files;

    @BeforeEach
    void plan() throws IOException, SQLException {
        planner = servers.add(new PlannerHarness(folder)).withWorld(World.of(11, new Size(HOSTS, 400)));
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
        assertEquals(HOSTS, files.updates.size());
    }

    private PlannerHarness.Run apply(List<Path> paths, String... more) {
        return planner.apply(plan, paths, more);
    }

    /** Files of the same hosts, in which one VM has another provider ID. */
    private HostFiles with(String name, long idVm, String providerId) throws IOException {
        return new HostFiles(
                plan,
                Files.createDirectories(folder.resolve(name)),
                "r1",
                vm -> vm == idVm ? providerId : HostFiles.id(vm));
    }

    private long last() {
        return files.included.get(files.included.size() - 1);
    }

    @Test
    void oneBadRowOfFortyFilesStopsAll() throws IOException, SQLException {
        Map<String, String> before = planner.checksums();
        long late = last();
        String tooLong = "i-" + "x".repeat(298);
        PlannerHarness.Run run = apply(with("long", late, tooLong).updates, "--no-dry-run");
        assertEquals(6, run.exit(), run.out());
        assertTrue(
                run.out()
                        .contains("1 row differs:\n  vm:" + late + " virtualmachine [" + late + "] provider_id: '"
                                + tooLong + "' does not fit 255 characters of utf8mb4\n"),
                run.out());
        assertTrue(run.err().contains("1 of " + files.rows() + " rows are not as planned; nothing was changed\n"));
        assertEquals(before, planner.checksums());

        planner.sql("ALTER TABLE virtualmachine MODIFY provider_id VARCHAR(255) CHARACTER SET latin1");
        before = planner.checksums();
        run = apply(with("charset", late, "\u0142#vm-1").updates, "--no-dry-run", "--format", "json");
        assertEquals(6, run.exit(), run.out());
        assertEquals(1, run.json().at("/result/differences").size());
        assertEquals("REFUSED", run.json().at("/result/differences/0/kind").asText());
        assertEquals(
                "255 characters of latin1",
                run.json().at("/result/differences/0/found").asText());
        assertEquals(before, planner.checksums());

        planner.sql("SET @DISABLE_STATS_TRIGGERS = 1", "UPDATE virtualmachine SET name = 'x' WHERE idVM = " + late);
        before = planner.checksums();
        assertEquals(6, apply(files.updates, "--no-dry-run").exit());
        assertEquals(before, planner.checksums());
    }

    /** What no catalogue tells is refused by the staging table, which has the column's type. */
    @Test
    void aValueThatAColumnOfAnotherKindRefusesStopsAll() throws IOException, SQLException {
        planner.sql("ALTER TABLE virtualmachine MODIFY provider_id TINYTEXT CHARACTER SET latin1");
        Map<String, String> before = planner.checksums();
        PlannerHarness.Run run = apply(with("long", last(), "x".repeat(256)).updates, "--no-dry-run");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("cannot stage the rows, nothing was changed: "), run.err());
        assertEquals(before, planner.checksums());
    }

    @Test
    void latinColumnsTakeWhatTheyCanHold() throws IOException, SQLException {
        planner.sql("ALTER TABLE virtualmachine MODIFY provider_id VARCHAR(255) CHARACTER SET latin1");
        Map<String, String> before = planner.checksums();
        HostFiles latin = with("latin", last(), "caf\u00e9 #'\\");
        PlannerHarness.Run run = apply(latin.updates, "--no-dry-run");
        assertEquals(0, run.exit(), run.out() + run.err());
        assertEquals("caf\u00e9 #'\\", planner.value("SELECT provider_id FROM virtualmachine WHERE idVM = " + last()));
        assertEquals(0, apply(latin.rollbacks, "--no-dry-run").exit());
        assertEquals(before, planner.checksums());
    }

    @Test
    void leavesOutWhatSomebodyChangedAndListsIt() throws IOException, SQLException {
        long renamed = Long.parseLong(planner.value("SELECT MIN(idVM) FROM load_balancer_node WHERE idVM % 50 <> 0"));
        long deleted = last();
        planner.sql(
                "SET @DISABLE_STATS_TRIGGERS = 1",
                "UPDATE virtualmachine SET name = 'renamed' WHERE idVM = " + renamed,
                "DELETE FROM virtualmachine WHERE idVM = " + deleted);
        Path list = folder.resolve("left-out.jsonl");
        String before = planner.checksums().toString();

        PlannerHarness.Run dry = apply(files.updates, "--skip-changed", list.toString());
        assertEquals(5, dry.exit(), dry.err());
        assertTrue(dry.out().contains("all rows of 2 VMs would be left out"), dry.out());
        assertTrue(dry.out().contains(" --skip-changed " + list + " "), dry.out());
        assertTrue(dry.out().endsWith(" --no-dry-run\n"), dry.out());
        assertFalse(Files.exists(list));
        assertEquals(before, planner.checksums().toString());

        PlannerHarness.Run run = apply(files.updates, "--skip-changed", list.toString(), "--no-dry-run");
        assertEquals(5, run.exit(), run.err());
        assertEquals(
                files.included.size() - 2,
                Integer.parseInt(planner.value("SELECT COUNT(*) FROM virtualmachine WHERE provider_id IS NOT NULL")));
        assertEquals(
                "0",
                planner.value("SELECT COUNT(*) FROM load_balancer_node WHERE node_ref LIKE 'eb75c6bf%' AND idVM IN ("
                        + renamed + ", " + deleted + ")"),
                "no half of a VM");
        List<String> lines = Files.readAllLines(list);
        assertTrue(lines.get(0).startsWith("{\"line\":\"start\",\"format\":\"pim-skipped\",\"version\":1,\"plan\":\""));
        int rows = lines.size() - 2;
        assertEquals("{\"line\":\"end\",\"rows\":" + rows + "}", lines.get(rows + 1));
        assertTrue(run.out().contains("left out: " + rows + " rows of 2 VMs, listed in " + list), run.out());
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.contains("\"idVm\":" + deleted + ",")
                                && line.contains("\"kind\":\"GONE\",\"column\":null")),
                lines::toString);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.contains("\"idVm\":" + renamed + ",")
                                && line.contains("\"column\":\"name\"")
                                && line.contains("\"found\":\"renamed\"")),
                lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"table\":\"load_balancer_node\"")));

        PlannerHarness.Run again = apply(files.updates, "--skip-changed", list.toString(), "--no-dry-run");
        assertEquals(5, again.exit(), again.err());
        assertTrue(again.out().contains("\n0 rows set, "), again.out());
        assertEquals(lines, Files.readAllLines(list));

        PlannerHarness.Run other = apply(files.updates, "--skip-changed", plan.toString(), "--no-dry-run");
        assertEquals(3, other.exit(), other.out());
        assertTrue(other.err().contains(plan + " exists already"), other.err());
        PlannerHarness.Run back = apply(files.rollbacks, "--skip-changed", list.toString());
        assertEquals(2, back.exit(), back.out());
    }

    @Test
    void aProviderIdOfTwoDatacentersStopsAll() throws IOException, SQLException {
        Map<String, String> before = planner.checksums();
        long first = files.included.get(0);
        HostFiles conflicting = with("conflict", last(), HostFiles.id(first));
        PlannerHarness.Run dry = apply(conflicting.updates);
        assertEquals(5, dry.exit(), dry.err());
        assertTrue(
                dry.out().contains("conflict: provider ID '" + HostFiles.id(first) + "' is claimed by vm:"), dry.out());
        PlannerHarness.Run run = apply(conflicting.updates, "--no-dry-run", "--format", "json");
        assertEquals(6, run.exit(), run.out());
        assertEquals(1, run.json().at("/result/conflictCount").asInt());
        assertEquals(
                HostFiles.id(first),
                run.json().at("/result/conflicts/0/claim/providerId").asText());
        assertEquals(
                "1 provider ID would belong to two entities; nothing was changed",
                run.json().at("/error/message").asText());
        assertEquals(before, planner.checksums());
    }

    @Test
    void aDatacenterThatFollowsCannotTakeTheProviderIdOfAnother() throws IOException, SQLException {
        long first = files.included.get(0);
        assertEquals(
                0,
                apply(files.updates.subList(0, HOSTS - 1), "--no-dry-run", "--partial")
                        .exit());
        Map<String, String> before = planner.checksums();
        HostFiles conflicting = with("conflict", last(), HostFiles.id(first));
        PlannerHarness.Run run = apply(conflicting.updates.subList(HOSTS - 1, HOSTS), "--no-dry-run", "--partial");
        assertEquals(6, run.exit(), run.out());
        assertTrue(run.out().contains("vm:" + first + " in the database"), run.out());
        assertEquals(before, planner.checksums());
    }

    @Test
    void tellsHowTheFilesCoverThePlan() throws IOException {
        PlannerHarness.Run run = apply(files.updates.subList(1, HOSTS), "--format", "json");
        assertEquals(5, run.exit(), run.err());
        assertEquals(1, run.json().at("/result/missingDatacenters").size());
        assertEquals(HOSTS, run.json().at("/result/coverage").size());
        long planned = 0;
        long included = 0;
        for (var datacenter : run.json().at("/result/coverage")) {
            planned += datacenter.get("planned").asLong();
            included += datacenter.get("included").asLong();
        }
        assertEquals(files.included.size() + files.leftOut.size(), planned);
        assertTrue(included < planned && included > planned / 2);
        assertTrue(run.json().at("/result/pending").asLong() > 0, "the rows were looked at all the same");

        Path file = files.updates.get(3);
        String text = Files.readString(file);
        Path edited = folder.resolve("edited.sql");
        Files.writeString(
                edited,
                HostFiles.signed(
                        text.substring(0, text.lastIndexOf("-- signature "))
                                .replaceFirst(" included \\d+", " included 7777"),
                        HostFiles.key(SqlHead.read(file).manifest().datacenter())));
        List<Path> paths = new ArrayList<>(files.updates);
        paths.set(3, edited);
        Files.delete(file);
        run = apply(paths);
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("its header tells of "), run.err());
    }

    @Test
    void namesTheLaterRollbackFileInPlaceOfAnEarlierOne() throws IOException {
        HostFiles later = new HostFiles(plan, folder.resolve("sql"), "r2", HostFiles::id);
        PlannerHarness.Run run = apply(files.rollbacks.subList(5, 6), "--partial");
        assertEquals(3, run.exit(), run.out());
        assertTrue(
                run.err().contains("it is superseded by " + later.rollbacks.get(5) + ", of the later run r2\n"),
                run.err());
        assertEquals(0, apply(later.rollbacks).exit());
    }

    @Test
    void namesTheNewerFileInPlaceOfASupersededOne() throws IOException {
        HostFiles later = new HostFiles(plan, folder.resolve("sql"), "r2", HostFiles::id);
        Path newer = later.updates.get(5);
        PlannerHarness.Run run = apply(files.updates);
        assertEquals(3, run.exit(), run.out());
        assertTrue(
                run.err()
                        .contains("the SQL file " + files.updates.get(0) + " is refused: it is superseded by "
                                + later.updates.get(0) + ", of the later run r2\n"),
                run.err());
        run = apply(List.of(newer, files.updates.get(5)), "--partial");
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("it is superseded by " + newer + ", of the later run r2\n"), run.err());
        assertEquals(0, apply(later.updates).exit());

        Path copy = Files.copy(
                newer, Files.createDirectories(folder.resolve("copy")).resolve("x.sql"));
        run = apply(List.of(newer, copy), "--partial");
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("it is of the same datacenter as " + newer), run.err());
    }
}
