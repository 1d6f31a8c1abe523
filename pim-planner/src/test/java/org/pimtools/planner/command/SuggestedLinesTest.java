package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.testkit.server.SuggestedLines;

/** What the planner says is next is run as it stands. */
@Tag("slow")
class SuggestedLinesTest {
    private static final Pattern RUN = Pattern.compile("run (pim-planner .*)");

    @TempDir
    private Path folder;

    private static PlannerHarness.Run follow(PlannerHarness.Run run) {
        List<String> words = SuggestedLines.last(run.out()).orElseThrow(() -> new AssertionError(run));
        assertEquals("pim-planner", words.get(0), run::toString);
        PlannerHarness.Run next = PlannerHarness.bare(words.subList(1, words.size()));
        assertFalse(
                next.exit() == ExitCode.USAGE.code() || next.exit() == ExitCode.INVALID_INPUT.code(),
                () -> words + "\n" + next);
        return next;
    }

    @Test
    void aPlanThatIsStaleIsMadeAgainUnderANewName() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("the night's.plan.gz");
            assertEquals(0, planner.run("plan", "-o", plan.toString()).exit());
            PlannerHarness.Run current = planner.run("check", plan.toString());
            assertEquals(
                    List.of("pim-migrator", "the night's.plan.gz"),
                    SuggestedLines.last(current.out()).orElseThrow());
            planner.sql("UPDATE virtualmachine SET name = 'renamed' WHERE idVM = 1");
            PlannerHarness.Run stale = planner.run("check", plan.toString());
            assertEquals(5, stale.exit());
            assertEquals(0, follow(stale).exit());
            assertTrue(Files.exists(planner.plan("the night's-2.plan.gz")));
            PlannerHarness.Run again =
                    planner.run("check", planner.plan("the night's-2.plan.gz").toString());
            assertEquals(0, again.exit(), again::out);
        }
    }

    @Test
    void aRehearsalThatIsStaleBecomesARehearsalAgain() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("rehearsal.plan");
            planner.run("plan", "-o", plan.toString(), "--rehearsal");
            planner.sql("UPDATE virtualmachine SET name = 'renamed' WHERE idVM = 1");
            PlannerHarness.Run stale = planner.run("check", plan.toString());
            assertEquals(5, stale.exit(), stale::toString);
            PlannerHarness.Run again = follow(stale);
            assertTrue(again.out().contains("a rehearsal"), again::toString);
        }
    }

    @Test
    void aPlanThatExistsIsNotOverwrittenAndTheHintNamesANewOne() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("night-7.plan");
            planner.run("plan", "-o", plan.toString(), "--datacenter", "Paris", "--rehearsal");
            PlannerHarness.Run refused =
                    planner.run("plan", "-o", plan.toString(), "--datacenter", "Paris", "--rehearsal");
            assertEquals(3, refused.exit());
            Matcher hint = RUN.matcher(refused.err());
            assertTrue(hint.find(), refused::err);
            List<String> words = SuggestedLines.last("next: " + hint.group(1)).orElseThrow();
            PlannerHarness.Run made = PlannerHarness.bare(words.subList(1, words.size()));
            assertEquals(0, made.exit(), made::err);
            assertTrue(made.out().contains("a rehearsal"), made::out);
            assertTrue(Files.exists(planner.plan("night-8.plan")));
        }
    }

    @Test
    void filesAreAppliedAndVerified() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("night.plan");
            planner.run("plan", "-o", plan.toString());
            Path host = Files.createDirectory(folder.resolve("the hosts' files"));
            HostFiles files = new HostFiles(plan, host);
            planner.knowHosts();
            PlannerHarness.Run checked = planner.apply(plan, files.updates);
            assertEquals(0, checked.exit(), checked::err);
            PlannerHarness.Run applied = follow(checked);
            assertEquals(0, applied.exit(), applied::err);
            PlannerHarness.Run verified = follow(applied);
            assertEquals(0, verified.exit(), verified::out);
            assertEquals(Optional.empty(), SuggestedLines.last(verified.out()));

            PlannerHarness.Run ofFolder = planner.apply(plan, List.of(host));
            assertEquals(0, ofFolder.exit(), ofFolder::err);
            for (Path update : files.updates) {
                assertTrue(ofFolder.out().contains("taken: " + update + ": the only one, of run "), ofFolder::out);
            }
            PlannerHarness.Run whole = follow(follow(ofFolder));
            assertEquals(0, whole.exit(), whole::out);
            assertTrue(
                    whole.out().contains("# start the platform when it says verified of every datacenter"), whole::out);
            planner.apply(plan, List.of(host), "--rollback");

            PlannerHarness.Run overview =
                    planner.run("overview", host.toString(), "--plan", plan.toString(), "--database");
            assertTrue(SuggestedLines.last(overview.out()).isPresent(), overview::out);
            PlannerHarness.Run unplanned = PlannerHarness.bare(List.of(
                    "overview",
                    host.toString(),
                    "--state-dir",
                    folder.resolve("state").toString()));
            assertTrue(SuggestedLines.last(unplanned.out()).isPresent(), unplanned::out);

            planner.sql("UPDATE virtualmachine SET provider_id = 'x' WHERE idVM = 1");
            List<String> verify = new ArrayList<>(List.of("verify", "--plan", plan.toString(), "--sql"));
            files.updates.forEach(file -> verify.add(file.toString()));
            PlannerHarness.Run different =
                    planner.run("verify", verify.subList(1, verify.size()).toArray(String[]::new));
            assertEquals(5, different.exit(), different::out);
            assertEquals(5, follow(different).exit());
            PlannerHarness.Run back = follow(planner.apply(plan, files.rollbacks, "--no-dry-run"));
            assertTrue(back.exit() == 0 || back.exit() == 5, back::err);
        }
    }
}
