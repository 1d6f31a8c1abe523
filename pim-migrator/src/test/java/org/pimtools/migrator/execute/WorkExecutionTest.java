package org.pimtools.migrator.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Outcome;

/** On a double of the target, because no real one dies at a given call. */
class WorkExecutionTest {
    private static final int VMS = 23;
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

    /** One VM is unsubscribed, one has its name taken, one is done already, one cannot be moved; the rest is pending. */
    private static Unreliable target() {
        Unreliable target = new Unreliable();
        for (long vm = 1; vm <= VMS; vm++) {
            target.put(vm, "old-" + vm);
        }
        target.names.remove(3L);
        target.put(5, "somebody else's");
        target.put(7, "new-7");
        target.put(9, "stuck");
        target.settle();
        return target;
    }

    private static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (int vm = 1; vm <= VMS; vm++) {
            changes.add(new Change.Rekey(vm, vm, 1, List.of("old-" + vm, "stuck"), "new-" + vm));
        }
        return changes;
    }

    private WorkFile freeze(Path file) {
        return WorkFile.freeze(
                file,
                new WorkLine.Header(
                        new UUID(1, 1),
                        Instant.EPOCH,
                        DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(),
                        "Milan",
                        "run"),
                changes());
    }

    private static ChangeStates run(WorkFile work, Unreliable target, Path journalFile) {
        try (Journal journal = Journal.open(journalFile)) {
            return execute(work, Pass.forward(target.open(BATCH)), NOBODY, "run", journal);
        }
    }

    private static Map<Long, String> migrated() {
        Map<Long, String> names = new HashMap<>();
        for (long vm = 1; vm <= VMS; vm++) {
            names.put(vm, "new-" + vm);
        }
        names.remove(3L);
        names.put(5L, "somebody else's");
        names.put(9L, "stuck");
        return names;
    }

    private static void assertMigrated(Unreliable target, ChangeStates states, String when) {
        assertEquals(migrated(), target.names, when);
        assertEquals(
                Map.of(
                        State.DONE, VMS - 3L,
                        State.ABSENT, 1L,
                        State.REFUSED, 1L,
                        State.FAILED, 1L),
                states.counts(),
                when);
        assertEquals("it does not move", states.of(9).detail(), when);
        assertEquals("it is called somebody else's", states.of(5).detail(), when);
    }

    @Test
    void makesEveryChangeThatCanBeMade() {
        Unreliable target = target();
        ChangeStates states = run(freeze(directory.resolve("work")), target, directory.resolve("journal"));
        assertMigrated(target, states, "undisturbed");
    }

    @Tag("slow")
    @Test
    void whereverItIsKilledRunningAgainReachesTheSameEnd() throws IOException {
        WorkFile work = freeze(directory.resolve("work"));
        int kills = 0;
        for (int moment = 0; ; moment++) {
            Unreliable target = target();
            Path journal = directory.resolve("journal-" + moment);
            target.callsToLive = moment;
            try {
                run(work, target, journal);
                break;
            } catch (Unreliable.Killed e) {
                kills++;
            }
            assertRecorded(target, journal, "killed at " + moment);
            tear(journal, moment);
            if (moment % 3 == 0) {
                target.crash();
            }
            target.callsToLive = Integer.MAX_VALUE;
            assertMigrated(target, run(work, target, journal), "killed at " + moment);
        }
        assertTrue(kills > 30, "killed at " + kills + " moments");
    }

    /** Whatever was changed before the kill has its undo in the journal. */
    private static void assertRecorded(Unreliable target, Path journal, String when) throws IOException {
        Map<Integer, String> befores = new HashMap<>();
        Journal.read(journal, entry -> {
            if (entry instanceof Entry.Intent intent) {
                befores.put(intent.no(), intent.undo());
            }
        });
        target.names.forEach((vm, name) -> {
            if (name.startsWith("new-") && vm != 7) {
                assertEquals("old-" + vm, befores.get(vm.intValue()), when);
            }
        });
    }

    /** Cuts the journal anywhere behind its last intent, as a crash of the machine may: only that was not synchronised. */
    private static void tear(Path journal, int seed) {
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
            long durable = 0;
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                if (!line.contains("\"kind\":\"outcome\"")) {
                    durable = file.getFilePointer();
                }
            }
            file.setLength(durable + new Random(seed).nextLong(file.length() - durable + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void looksAgainWhenATargetMoved() {
        Unreliable target = target();
        target.names.put(1L, "old-1");
        target.moving.put(1L, "stuck");
        target.moving.put(2L, "gone astray");
        ChangeStates states = run(freeze(directory.resolve("work")), target, directory.resolve("journal"));
        assertEquals(State.FAILED, states.of(1).state());
        assertEquals(State.REFUSED, states.of(2).state());
        assertEquals("gone astray", target.names.get(2L));
    }

    @Test
    void doesAgainWhatTheTargetLost() {
        Unreliable target = target();
        target.losses = 2;
        ChangeStates states = run(freeze(directory.resolve("work")), target, directory.resolve("journal"));
        assertMigrated(target, states, "lost twice");
    }

    @Test
    void givesUpOnATargetThatLosesEverything() {
        Unreliable target = target();
        target.losses = 100;
        WorkFile work = freeze(directory.resolve("work"));
        ToolException failed = assertThrows(ToolException.class, () -> run(work, target, directory.resolve("journal")));
        assertEquals(ExitCode.FAILED, failed.exitCode());
    }

    @Test
    void anInterruptionEndsBetweenBatchesAndCanBeResumed() throws IOException {
        WorkFile work = freeze(directory.resolve("work"));
        Path journalFile = directory.resolve("journal");
        Unreliable target = target();
        RunMonitor signalled = new RunMonitor() {
            private int calls;

            @Override
            public void progress(String phase, long done, long total) {}

            @Override
            public void checkpoint() {
                if (++calls == 3) {
                    throw new ToolException(ExitCode.TERMINATED, "stopped", "run again to resume");
                }
            }
        };
        try (Journal journal = Journal.open(journalFile)) {
            assertThrows(
                    ToolException.class,
                    () -> execute(work, Pass.forward(target.open(BATCH)), signalled, "run", journal));
        }
        Set<Integer> intended = new HashSet<>();
        Set<Integer> applied = new HashSet<>();
        Journal.read(journalFile, entry -> {
            if (entry instanceof Entry.Intent intent) {
                intended.add(intent.no());
            } else if (entry instanceof Entry.Outcome outcome && outcome.result() instanceof Outcome.Applied) {
                applied.add(outcome.no());
            }
        });
        assertEquals(Set.of(1, 2, 4, 6), intended);
        assertEquals(intended, applied);
        assertMigrated(target, run(work, target, journalFile), "resumed");
    }

    @Test
    void writesTheJournalOnceForEachChangeThatWasMade() throws IOException {
        Path journal = directory.resolve("journal");
        Unreliable target = target();
        WorkFile work = freeze(directory.resolve("work"));
        run(work, target, journal);
        List<Entry> first = entries(journal);
        List<String> intents = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (Entry entry : first) {
            if (entry instanceof Entry.Intent intent) {
                intents.add(intent.direction() + " " + intent.no());
            } else if (entry instanceof Entry.Outcome outcome) {
                outcomes.add(outcome.direction() + " " + outcome.no());
            }
        }
        assertEquals(
                List.copyOf(new TreeSet<>(intents)), intents.stream().sorted().toList(), "each once");
        assertEquals(
                VMS - 3,
                intents.size(),
                "all but the absent one, the one whose name is taken and the one that is done");
        assertEquals(
                intents.stream().sorted().toList(), outcomes.stream().sorted().toList());

        target.names.remove(9L);
        run(work, target, journal);
        List<Entry> both = entries(journal);
        assertEquals(first, both.subList(0, first.size()));
        assertEquals(first.size() + 1, both.size(), "a second run found nothing to do");
        assertInstanceOf(Entry.Begin.class, both.get(first.size()));
    }

    private static List<Entry> entries(Path journal) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Journal.read(journal, entries::add);
        return entries;
    }
}
