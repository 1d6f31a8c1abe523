package org.pimtools.migrator.step.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.doubles.veeam.BackupJobs;
import org.pimtools.testkit.doubles.veeam.BackupServerDouble;
import org.pimtools.testkit.doubles.veeam.Effect;
import org.pimtools.testkit.doubles.veeam.EnterpriseManagerDouble;
import org.pimtools.testkit.doubles.veeam.FaultAt;
import org.pimtools.testkit.doubles.veeam.Place;
import org.pimtools.testkit.doubles.veeam.SessionCount;
import org.pimtools.testkit.doubles.veeam.TaskEnd;

class VeeamStepTest {
    private static final Change.RenameJob RENAME =
            new Change.RenameJob(1, 10, 100, 1, "backup of ABQ_a", "backup of i-1");
    private static final Change.RenameJob SECOND =
            new Change.RenameJob(2, 11, 101, 1, "backup of ABQ_b", "backup of i-2");

    @TempDir
    private Path folder;

    private final Map<Integer, String> journal = new HashMap<>();
    private Runnable onTask = () -> {};

    private static BackupJobs jobs() {
        return BackupJobs.named("nightly", "backup of ABQ_a", "backup of ABQ_b");
    }

    private VeeamStep step(JobServer server) {
        VeeamStep step = new VeeamStep(
                List.of(new KnownServer(1, "b:9398", () -> server)),
                () -> {},
                new ByHand(folder),
                new RenameBatch.Patience(Duration.ofMillis(10), Duration.ofSeconds(30)));
        step.enter();
        return step;
    }

    private List<Outcome> act(VeeamStep step, Change.RenameJob... changes) {
        return step.act(pending(step.look(List.of(changes)), changes), (no, task) -> {
            journal.put(no, task);
            onTask.run();
        });
    }

    private List<PendingChange<Change.RenameJob, UndoRecord>> pending(
            List<Look<UndoRecord>> looks, Change.RenameJob... changes) {
        List<PendingChange<Change.RenameJob, UndoRecord>> pending = new ArrayList<>();
        for (int i = 0; i < changes.length; i++) {
            UndoRecord undo = looks.get(i).undo().orElseThrow();
            assertEquals(undo, UndoRecord.CODEC.read(UndoRecord.CODEC.write(undo)));
            pending.add(new PendingChange<>(changes[i], undo, journal.get(changes[i].no())));
        }
        return pending;
    }

    private static ChangeState state(VeeamStep step, Change.RenameJob change) {
        return step.look(List.of(change)).get(0).state();
    }

    private Path script() {
        return folder.resolve(ByHand.SCRIPT);
    }

    @Test
    void enterpriseManagerRenamesWaitsReadsBackAndGivesTheNamesBack() {
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                EnterpriseManagerDouble.Options.of(jobs()).taskEnd(new TaskEnd.AfterPolls(3)))) {
            List<String> before = server.jobs().names();
            try (VeeamStep step = step(Servers.of(server))) {
                List<PendingChange<Change.RenameJob, UndoRecord>> made =
                        pending(step.look(List.of(RENAME, SECOND)), RENAME, SECOND);
                assertEquals(List.of(new Outcome.Applied(), new Outcome.Applied()), step.act(made, journal::put));
                assertEquals(Map.of(1, "task-1", 2, "task-2"), journal);
                assertEquals(
                        List.of("nightly", "backup of i-1", "backup of i-2"),
                        server.jobs().names());
                assertEquals(State.DONE, state(step, RENAME).state());
                assertEquals(
                        made.get(0).undo(), step.lookBack(made).get(0).undo().orElseThrow());
                assertEquals(List.of(new Outcome.Applied()), step.undo(made.subList(0, 1), (no, task) -> {}));
                assertEquals(
                        List.of("nightly", "backup of ABQ_a", "backup of i-2"),
                        server.jobs().names());
                assertEquals(State.DONE, step.lookBack(made).get(0).state().state());
                step.undo(made.subList(1, 2), (no, task) -> {});
            }
            assertEquals(before, server.jobs().names());
            assertEquals(new SessionCount(1, 1, 0), server.sessions());
            assertFalse(Files.exists(script()));
        }
    }

    @Test
    void backupAndReplicationRenamesAndChangesNothingElse() {
        try (BackupServerDouble server = BackupServerDouble.start(BackupServerDouble.Options.of(jobs()))) {
            String id = server.jobs().idOf("backup of ABQ_a");
            String settings = server.settings(id);
            try (VeeamStep step = step(Servers.of(server))) {
                assertEquals(List.of(new Outcome.Applied()), act(step, RENAME));
            }
            assertEquals(
                    List.of("nightly", "backup of i-1", "backup of ABQ_b"),
                    server.jobs().names());
            assertEquals(settings, server.settings(id));
            assertEquals(Map.of(), journal);
            assertEquals(new SessionCount(1, 1, 0), server.sessions());
        }
    }

    @Test
    void whatIsIgnoredOrRefusedIsForAPersonWithBothNamesAndAScript() throws Exception {
        Map<org.pimtools.testkit.doubles.veeam.Renaming, String> reasons = Map.of(
                org.pimtools.testkit.doubles.veeam.Renaming.IGNORED,
                "the server took the request and left the name as it was",
                org.pimtools.testkit.doubles.veeam.Renaming.REFUSED,
                "the server answered HTTP 400: \"The name of a job cannot be ");
        for (var way : reasons.entrySet()) {
            BackupJobs jobs = jobs();
            try (EnterpriseManagerDouble manager = EnterpriseManagerDouble.start(
                            EnterpriseManagerDouble.Options.of(jobs).renaming(way.getKey()));
                    BackupServerDouble server = BackupServerDouble.start(
                            BackupServerDouble.Options.of(jobs).renaming(way.getKey()))) {
                for (JobServer client : List.of(Servers.of(manager), Servers.of(server))) {
                    journal.clear();
                    Files.deleteIfExists(script());
                    try (VeeamStep step = step(client)) {
                        ChangeState state = act(step, RENAME).get(0).state();
                        assertEquals(State.BY_HAND, state.state());
                        assertTrue(
                                state.detail()
                                        .startsWith("rename the job \"backup of ABQ_a\" to \"backup of i-1\" on the"
                                                + " backup server, or run rename-backup-jobs.ps1 there: "
                                                + way.getValue()),
                                state.detail());
                    }
                    String script = Files.readString(script());
                    assertTrue(script.contains("@{ Old = ('backup of ABQ_a'); New = ('backup of i-1') }"), script);
                }
                assertEquals(jobs().names(), jobs.names());
                assertEquals(new SessionCount(1, 1, 0), manager.sessions());
                assertEquals(new SessionCount(1, 1, 0), server.sessions());
            }
        }
    }

    @Test
    void aJobThatIsMissingOrNotTheOnlyOneIsLeftAlone() {
        BackupJobs jobs = BackupJobs.named("backup of ABQ_b", "backup of ABQ_b");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs));
                VeeamStep step = step(Servers.of(server))) {
            assertEquals(
                    new ChangeState(
                            State.ABSENT, FindingCode.BACKUP_JOB_MISSING, "no job is called \"backup of ABQ_a\""),
                    state(step, RENAME));
            assertEquals(FindingCode.BACKUP_JOB_AMBIGUOUS, state(step, SECOND).finding());
            jobs.add("backup of ABQ_a");
            jobs.add("backup of i-1");
            assertEquals(
                    "1 jobs are called \"backup of ABQ_a\" and 1 \"backup of i-1\"",
                    state(step, RENAME).detail());
            assertEquals(
                    0,
                    server.log().counts().keySet().stream()
                            .filter(call -> call.startsWith("PUT"))
                            .count());
        }
    }

    @Test
    void aTaskThatTakesAMinuteIsWaitedForAndOneThatFailsIsForAPerson() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        BackupJobs jobs = jobs();
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs)
                        .taskEnd(new TaskEnd.After(
                                Duration.ofMinutes(1), () -> now.updateAndGet(time -> time.plusSeconds(2)))));
                VeeamStep step = step(Servers.of(server))) {
            assertEquals(List.of(new Outcome.Applied()), act(step, RENAME));
            assertTrue(server.log().count("GET /api/tasks/task-1") > 10);
        }
        journal.clear();
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                        EnterpriseManagerDouble.Options.of(jobs()).failingTasks());
                VeeamStep step = step(Servers.of(server))) {
            assertTrue(act(step, RENAME)
                    .get(0)
                    .state()
                    .detail()
                    .endsWith("the server's task failed: \"Job is being edited by another user\""));
        }
    }

    @Test
    void aTaskThatDoesNotEndIsLeftToTheNextRunWhichWaitsForIt() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs())
                .taskEnd(new TaskEnd.After(Duration.ofMinutes(1), now::get)))) {
            VeeamStep impatient = new VeeamStep(
                    List.of(new KnownServer(1, "b:9398", () -> Servers.of(server))),
                    () -> {},
                    new ByHand(folder),
                    new RenameBatch.Patience(Duration.ofMillis(10), Duration.ofMillis(100)));
            try (impatient) {
                assertEquals(
                        State.UNKNOWN, act(impatient, RENAME).get(0).state().state());
            }
            now.set(Instant.EPOCH.plusSeconds(60));
            try (VeeamStep step = step(Servers.of(server))) {
                // the list shows the new name as soon as the task has ended
                assertEquals(State.DONE, state(step, RENAME).state());
            }
            assertEquals(1, putsOf(server));
            assertEquals(new SessionCount(2, 2, 0), server.sessions());
        }
    }

    private static long putsOf(EnterpriseManagerDouble server) {
        return server.log().methods().stream()
                .filter(call -> call.startsWith("PUT"))
                .count();
    }

    @Test
    void aRunThatIsKilledBetweenRequestAndAnswerResumes() {
        BackupJobs jobs = jobs();
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                EnterpriseManagerDouble.Options.of(jobs).taskEnd(new TaskEnd.AfterPolls(1)))) {
            VeeamStep killed = step(Servers.of(server));
            onTask = () -> {
                throw new IllegalStateException("killed");
            };
            assertThrows(IllegalStateException.class, () -> act(killed, RENAME));
            assertEquals(Map.of(1, "task-1"), journal);
            onTask = () -> {};
            try (VeeamStep step = step(Servers.of(server))) {
                assertEquals(State.PENDING, state(step, RENAME).state());
                assertEquals(List.of(new Outcome.Applied()), act(step, RENAME));
            }
            assertEquals(1, putsOf(server), "the task of the run that was killed is waited for, not begun again");
            assertEquals(List.of("nightly", "backup of i-1", "backup of ABQ_b"), jobs.names());
        }
    }

    @Test
    void aServerThatDiesAfterItDidWhatWasAskedIsUnknownAndSeenLater() {
        for (Effect effect : List.of(Effect.DEAD_AFTER, Effect.DEAD_BEFORE)) {
            journal.clear();
            BackupJobs jobs = jobs();
            try (BackupServerDouble server = BackupServerDouble.start(BackupServerDouble.Options.of(jobs))) {
                try (VeeamStep step = step(Servers.of(server))) {
                    server.inject(FaultAt.next(Place.EDIT, effect));
                    List<Outcome> outcomes = act(step, RENAME, SECOND);
                    assertEquals(State.UNKNOWN, outcomes.get(0).state().state());
                    assertEquals(State.FAILED, outcomes.get(1).state().state());
                    assertEquals(State.UNKNOWN, state(step, RENAME).state());
                    assertEquals(
                            FindingCode.BACKUP_SERVER_UNREACHABLE,
                            state(step, RENAME).finding());
                }
                server.heal();
                try (VeeamStep step = step(Servers.of(server))) {
                    assertEquals(
                            effect == Effect.DEAD_AFTER ? State.DONE : State.PENDING,
                            state(step, RENAME).state());
                    assertEquals(State.PENDING, state(step, SECOND).state());
                    assertEquals(List.of(new Outcome.Applied()), act(step, SECOND));
                }
            }
        }
    }

    @Test
    void aDeadServerHoldsUpItsOwnJobsOnlyAndIsWaitedForOnce() {
        BackupJobs jobs = jobs();
        Change.RenameJob elsewhere = new Change.RenameJob(3, 12, 102, 2, "backup of ABQ_b", "backup of i-2");
        Change.RenameJob nowhere = new Change.RenameJob(4, 13, 103, 0, "a", "b");
        try (EnterpriseManagerDouble dead = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs()));
                EnterpriseManagerDouble alive =
                        EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs))) {
            dead.kill();
            try (VeeamStep step = new VeeamStep(
                    List.of(
                            new KnownServer(1, "dead:9398", () -> Servers.of(dead)),
                            new KnownServer(2, "alive:9398", () -> Servers.of(alive))),
                    () -> {},
                    new ByHand(folder),
                    new RenameBatch.Patience(Duration.ofMillis(10), Duration.ofSeconds(30)))) {
                List<State> states = step.look(List.of(RENAME, elsewhere, nowhere)).stream()
                        .map(look -> look.state().state())
                        .toList();
                assertEquals(List.of(State.UNKNOWN, State.PENDING, State.BY_HAND), states);
                long asked = dead.log().calls().size();
                step.look(List.of(RENAME, SECOND));
                assertEquals(asked, dead.log().calls().size());
            }
            assertEquals(new SessionCount(1, 1, 0), alive.sessions());
            assertFalse(Files.exists(script()), "nothing is written by a step that only looks");
        }
    }

    @Test
    void aServerWithoutLoginOrWithAWrongPasswordHoldsUpItsOwnJobsOnlyAndIsTriedOnce() {
        Change.RenameJob refused = new Change.RenameJob(3, 12, 102, 2, "backup of ABQ_b", "backup of i-2");
        Change.RenameJob unknown = new Change.RenameJob(4, 13, 103, 3, "backup of ABQ_b", "backup of i-2");
        try (EnterpriseManagerDouble server =
                        EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs()));
                EnterpriseManagerDouble other =
                        EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs()));
                VeeamStep step = new VeeamStep(
                        List.of(
                                new KnownServer(1, "b:1", () -> Servers.of(server)),
                                new KnownServer(2, "b:2", () -> Servers.withPassword(other, "wrong")),
                                new KnownServer(3, "b:3", () -> {
                                    throw new ToolException(ExitCode.INVALID_INPUT, "no login for b", "give it");
                                })),
                        () -> {},
                        new ByHand(folder),
                        new RenameBatch.Patience(Duration.ofMillis(10), Duration.ofSeconds(30)))) {
            List<ChangeState> states = step.look(List.of(RENAME, refused, unknown)).stream()
                    .map(Look::state)
                    .toList();
            assertEquals(
                    List.of(State.PENDING, State.UNKNOWN, State.UNKNOWN),
                    states.stream().map(ChangeState::state).toList());
            assertTrue(states.get(1).detail().contains("refused"), states.get(1).detail());
            assertEquals("no login for b; give it", states.get(2).detail());
            step.look(List.of(refused, unknown));
            assertEquals(1, other.log().count("POST /api/sessionMngr/"), other.log()::toString);
            assertEquals(List.of(new Outcome.Applied()), act(step, RENAME));
        }
    }

    @Test
    void aJobIsTakenBackOnTheServerWhereItWasFoundWhateverItsNumberIsNow() {
        BackupJobs jobs = jobs();
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs));
                EnterpriseManagerDouble other =
                        EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(BackupJobs.named("x")))) {
            List<PendingChange<Change.RenameJob, UndoRecord>> made;
            try (VeeamStep step = step(Servers.of(server))) {
                made = pending(step.look(List.of(RENAME)), RENAME);
                step.act(made, journal::put);
            }
            RenameBatch.Patience patience = new RenameBatch.Patience(Duration.ofMillis(10), Duration.ofSeconds(30));
            List<KnownServer> numberedAnew = List.of(
                    new KnownServer(1, "other:9398", () -> Servers.of(other)),
                    new KnownServer(2, "b:9398", () -> Servers.of(server)));
            try (VeeamStep step = new VeeamStep(numberedAnew, () -> {}, new ByHand(folder), patience)) {
                assertEquals(State.PENDING, step.lookBack(made).get(0).state().state());
                assertEquals(List.of(new Outcome.Applied()), step.undo(made, (no, task) -> {}));
            }
            assertEquals(jobs().names(), jobs.names());
            try (VeeamStep step = new VeeamStep(numberedAnew.subList(0, 1), () -> {}, new ByHand(folder), patience)) {
                ChangeState state = step.lookBack(made).get(0).state();
                assertEquals(State.BY_HAND, state.state());
                assertTrue(state.detail().endsWith("the newest plan knows no backup server at b:9398"), state.detail());
            }
        }
    }

    @Test
    void onlyWhatIsStillOursIsTakenBack() {
        BackupJobs jobs = jobs();
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs));
                VeeamStep step = step(Servers.of(server))) {
            List<PendingChange<Change.RenameJob, UndoRecord>> made =
                    pending(step.look(List.of(RENAME, SECOND)), RENAME, SECOND);
            step.act(made, journal::put);
            jobs.rename(jobs.idOf("backup of i-1"), "renamed by somebody");
            jobs.remove(jobs.idOf("backup of i-2"));
            List<Look<UndoRecord>> looks = step.lookBack(made);
            assertEquals(
                    new ChangeState(
                            State.REFUSED,
                            FindingCode.BACKUP_JOB_CHANGED,
                            "somebody called the job \"renamed by somebody\""),
                    looks.get(0).state());
            assertEquals(State.DONE, looks.get(1).state().state());
            assertEquals(
                    State.FAILED,
                    step.undo(made.subList(0, 1), journal::put).get(0).state().state());
            assertEquals(List.of("nightly", "renamed by somebody"), jobs.names());
        }
    }
}
