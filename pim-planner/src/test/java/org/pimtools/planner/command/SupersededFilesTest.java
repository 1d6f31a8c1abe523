package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.testkit.server.Servers;

/** Files that a host signed, and that are sent again when later ones have taken their place. */
@Tag("slow")
class SupersededFilesTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planner;
    private Path plan;
    private Map<String, String> before;
    private HostFiles first;

    @BeforeEach
    void migrated() throws Exception {
        planner = servers.add(new PlannerHarness(folder)).withSmallPlatform();
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        before = planner.checksums();
        first = run("r1");
    }

    /** The files of a run, in a folder of their own, as they come from the host. */
    private HostFiles run(String name) throws IOException {
        return new HostFiles(plan, Files.createDirectories(folder.resolve(name)), name, HostFiles::id);
    }

    private void applied(List<Path> files) {
        PlannerHarness.Run run = planner.apply(plan, files, "--no-dry-run");
        assertEquals(0, run.exit(), run::toString);
    }

    private PlannerHarness.Run overview(Path results) {
        return planner.run("overview", results.toString(), "--plan", plan.toString(), "--database");
    }

    /** Nothing of the file is applied, and the database stays. */
    private void refused(Path file, String why) throws SQLException {
        Map<String, String> now = planner.checksums();
        for (List<String> options : List.of(List.<String>of(), List.of("--no-dry-run"))) {
            PlannerHarness.Run run = planner.apply(plan, List.of(file), options.toArray(String[]::new));
            assertEquals(3, run.exit(), run::toString);
            assertTrue(run.err().contains("error: " + file + " is superseded: its host " + why), run::toString);
            assertTrue(run.err().contains("hint: take the newest files of the host"), run::toString);
        }
        assertEquals(now, planner.checksums());
    }

    @Test
    void theUpdateFileIsNotAppliedAgainAfterARollback() throws Exception {
        applied(first.updates);
        applied(run("r2").rollbacks);
        assertEquals(before, planner.checksums());
        refused(first.updates.get(0), "wrote a rollback file in the later run r2\n");
        PlannerHarness.Run verified = planner.run(
                "verify",
                "--plan",
                plan.toString(),
                "--sql",
                first.updates.get(0).toString());
        assertEquals(3, verified.exit(), verified::toString);
        applied(run("r3").updates);
    }

    @Test
    void aRollbackThatOnlyItsResultTellsOfIsEnough() throws Exception {
        applied(first.updates);
        Path later = Files.createDirectories(folder.resolve("results"));
        first.rolledBack(later);
        PlannerHarness.Run overview = overview(later);
        assertEquals(0, overview.exit(), overview::toString);
        refused(first.updates.get(0), "rolled back in the later run r2\n");
        applied(first.rollbacks);
        assertEquals(before, planner.checksums());
    }

    @Test
    void theSameFilesMayComeTwice() throws SQLException {
        applied(first.updates);
        Map<String, String> after = planner.checksums();
        PlannerHarness.Run again = planner.apply(plan, first.updates, "--no-dry-run", "--format", "json");
        assertEquals(0, again.exit(), again::toString);
        assertEquals(0, again.json().at("/result/changed").asInt());
        assertEquals(after, planner.checksums());
        applied(first.rollbacks);
        applied(first.rollbacks);
        assertEquals(before, planner.checksums());
        applied(first.updates);
        assertEquals(after, planner.checksums());
    }

    @Test
    void theRollbackFileOfAnEarlierMigrationIsNotAppliedAfterALaterOne() throws Exception {
        applied(first.updates);
        HostFiles back = run("r2");
        applied(back.rollbacks);
        HostFiles later = run("r3");
        applied(later.updates);
        refused(first.rollbacks.get(0), "wrote an update file in the later run r3\n");
        refused(back.rollbacks.get(0), "wrote an update file in the later run r3\n");
        applied(later.rollbacks);
        assertEquals(before, planner.checksums());
    }

    @Test
    void theFilesOfAnOlderPlanAreNotAppliedAfterThoseOfANewerOne() throws Exception {
        applied(first.updates);
        Path older = plan;
        plan = planner.plan("later.plan");
        Instant second = created(older);
        while (Instant.now().truncatedTo(ChronoUnit.SECONDS).equals(second)) {
            Thread.sleep(20);
        }
        planner.run("plan", "-o", plan.toString());
        applied(new HostFiles(plan, Files.createDirectories(folder.resolve("r2")), "r2", HostFiles::id).updates);
        plan = older;
        refused(first.rollbacks.get(0), "wrote an update file in the later run r2 of plan ");
    }

    /** Files tell the time of their plan in whole seconds. */
    private static Instant created(Path plan) {
        try (PlanReader reader = PlanReader.open(plan)) {
            return reader.header().created().truncatedTo(ChronoUnit.SECONDS);
        }
    }

    @Test
    void whereTheLaterFileLiesBesideItIsNamed() throws Exception {
        Path together = Files.createDirectories(folder.resolve("together"));
        Path update = Files.copy(
                first.updates.get(0), together.resolve(first.updates.get(0).getFileName()));
        Path rollback = run("r2").rollbacks.get(0);
        Files.copy(rollback, together.resolve(rollback.getFileName()));
        PlannerHarness.Run run = planner.apply(plan, List.of(together));
        assertEquals(3, run.exit(), run::toString);
        assertTrue(
                run.err()
                        .contains(update + " is refused: it is superseded by "
                                + together.resolve(rollback.getFileName())),
                run::toString);
    }

    @Test
    void theResultOfAnEarlierRunDoesNotCount() throws Exception {
        Path results = Files.createDirectories(folder.resolve("results"));
        List<Path> back = first.rolledBack(results);
        overview(results);
        Files.delete(back.get(0));
        Path replayed = Files.copy(first.results.get(0), results.resolve("result.jsonl"));

        PlannerHarness.Run overview = overview(results);
        assertEquals(5, overview.exit(), overview::toString);
        assertTrue(
                overview.out()
                        .contains("refused: " + replayed
                                + ": it is superseded: its host rolled back in the later run r2, which is not here"),
                overview::toString);
        assertTrue(overview.out().contains("no dry run yet"), overview::toString);
        PlannerHarness.Run verified =
                planner.run("verify", "--plan", plan.toString(), "--results", replayed.toString());
        assertEquals(3, verified.exit(), verified::toString);
        assertTrue(
                verified.err().contains(replayed + " is superseded: its host rolled back in the later run r2"),
                verified::toString);
    }

    @Test
    void anotherKeyBeginsAnew() throws Exception {
        applied(run("r2").updates);
        refused(first.updates.get(0), "wrote an update file in the later run r2\n");
        Path seen = onlySeen();
        Files.writeString(
                seen,
                Files.readString(seen)
                        .replaceFirst(
                                "\"key\" : \"[^\"]+\"",
                                "\"key\" : \"" + HostFiles.newKey().publicText() + "\""));
        applied(first.updates);
    }

    @Test
    void aDamagedMemoryIsNamed() throws Exception {
        applied(first.updates);
        Path seen = onlySeen();
        List<String> damages = new ArrayList<>(List.of("", "{}", "[", "null", "{\"key\":\"\",\"newest\":{\"X\":{}}}"));
        damages.add(Files.readString(seen).replaceFirst("\"run\" : \"r1\"", "\"run\" : null"));
        for (String damage : damages) {
            Files.writeString(seen, damage);
            PlannerHarness.Run run = planner.apply(plan, first.updates);
            assertEquals(3, run.exit(), damage + run);
            assertTrue(run.err().contains("error: " + seen + " is damaged, or cannot be read\n"), run::toString);
        }
        Files.delete(seen);
        applied(first.updates);
    }

    private Path onlySeen() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state/hosts"))) {
            return files.filter(file -> file.toString().endsWith(".newest"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
