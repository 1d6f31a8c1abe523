package org.pimtools.migrator.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.step.Change;

/** A rollback on a double of the target, because no real one dies at a given call. */
class UndoPassTest {
    private static final int VMS = 17;
    private static final int BATCH = 3;
    private static final RunMonitor NOBODY = new RunMonitor() {
        @Override
        public void progress(String phase, long done, long total) {}

        @Override
        public void checkpoint() {}
    };

    private static ChangeStates execute(
            WorkFile work, Pass<Change.Rekey, String> pass, RunMonitor monitor, String run, Journal journal) {
        WorkExecution execution = new WorkExecution(work, monitor);
        execution.begin(run, journal);
        return execution.execute(pass, journal);
    }

    @TempDir
    private Path directory;

    private WorkFile work;
    private Path journal;

    /** Migrates all; afterwards somebody renames one, and one is gone. */
    private Unreliable migrated(String name) throws IOException {
        Files.createDirectories(directory.resolve(name));
        List<Change> changes = new ArrayList<>();
        for (int vm = 1; vm <= VMS; vm++) {
            changes.add(new Change.Rekey(vm, vm, 1, List.of("old-" + vm), "new-" + vm));
        }
        work = WorkFile.freeze(
                directory.resolve(name).resolve("work"),
                new WorkLine.Header(
                        new UUID(1, 1),
                        Instant.EPOCH,
                        DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(),
                        "Milan",
                        "run"),
                changes);
        journal = directory.resolve(name).resolve("journal");
        Unreliable target = new Unreliable();
        for (long vm = 1; vm <= VMS; vm++) {
            target.put(vm, "old-" + vm);
        }
        forward(target);
        target.put(5, "somebody else's");
        target.names.remove(6L);
        target.settle();
        return target;
    }

    private void forward(Unreliable target) {
        try (Journal open = Journal.open(journal)) {
            execute(work, Pass.forward(target.open(BATCH)), NOBODY, "forward", open);
        }
    }

    private ChangeStates back(Unreliable target) {
        UndoRecords<String> records = UndoRecords.read(work, journal, "unreliable", Unreliable.CODEC);
        try (Journal open = Journal.open(journal)) {
            return execute(
                    work,
                    new UndoPass<>(target.open(BATCH), records, change -> change.idVm() != 9),
                    NOBODY,
                    "back",
                    open);
        }
    }

    private static void assertBack(Unreliable target, ChangeStates states, String when) {
        Map<Long, String> names = new HashMap<>();
        for (long vm = 1; vm <= VMS; vm++) {
            names.put(vm, "old-" + vm);
        }
        names.put(5L, "somebody else's");
        names.remove(6L);
        names.put(9L, "new-9");
        assertEquals(names, target.names, when);
        assertEquals(Map.of(State.DONE, VMS - 3L, State.REFUSED, 2L, State.ABSENT, 1L), states.counts(), when);
        assertEquals(FindingCode.CHANGED_SINCE, states.of(5).finding(), when);
    }

    @Test
    void givesBackWhatIsAsItWasLeft() throws IOException {
        Unreliable target = migrated("whole");
        assertBack(target, back(target), "undisturbed");
        assertBack(target, back(target), "again");
    }

    @Tag("slow")
    @Test
    void whereverItIsKilledRunningAgainReachesTheSameEnd() throws IOException {
        int kills = 0;
        for (int moment = 0; ; moment++) {
            Unreliable target = migrated("moment-" + moment);
            target.callsToLive = moment;
            try {
                back(target);
                break;
            } catch (Unreliable.Killed e) {
                kills++;
            }
            if (moment % 3 == 0) {
                target.crash();
            }
            target.callsToLive = Integer.MAX_VALUE;
            assertBack(target, back(target), "killed at " + moment);
        }
        assertTrue(kills > 25, "killed at " + kills + " moments");
    }

    @Test
    void aRollbackThatWasKilledCanBeTakenBackAndMadeAgain() throws IOException {
        for (int moment = 1; moment < 30; moment += 4) {
            Unreliable target = migrated("taken-back-" + moment);
            target.callsToLive = moment;
            assertThrows(Unreliable.Killed.class, () -> back(target));
            target.callsToLive = Integer.MAX_VALUE;
            forward(target);
            assertEquals("new-1", target.names.get(1L), "killed at " + moment);
            assertBack(target, back(target), "killed at " + moment);
        }
    }

    @Test
    void doesAgainWhatTheTargetLost() throws IOException {
        Unreliable target = migrated("lost");
        target.losses = 2;
        assertBack(target, back(target), "lost twice");
    }

    @Test
    void looksAgainWhenATargetMoved() throws IOException {
        Unreliable target = migrated("moved");
        target.moving.put(1L, "gone astray");
        ChangeStates states = back(target);
        assertEquals(State.REFUSED, states.of(1).state());
        assertEquals("gone astray", target.names.get(1L));
    }

    @Test
    void aJournalOfAnotherWorkIsRefused() throws IOException {
        migrated("other");
        Path other = journal;
        Unreliable target = migrated("mine");
        WorkFile longer = WorkFile.freeze(
                directory.resolve("longer"),
                new WorkLine.Header(
                        new UUID(1, 2),
                        Instant.EPOCH,
                        DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(),
                        "Milan",
                        "run"),
                List.of());
        ToolException refused = assertThrows(
                ToolException.class, () -> UndoRecords.read(longer, other, "unreliable", Unreliable.CODEC));
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
        assertTrue(refused.getMessage().contains("tells of another work than "), refused.getMessage());
    }
}
