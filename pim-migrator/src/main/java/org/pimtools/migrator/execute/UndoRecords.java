package org.pimtools.migrator.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.function.BinaryOperator;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Outcome;

/** What was there before each change of a work, as its journal tells. */
public final class UndoRecords {
    private final String[] befores;
    private final BitSet undone = new BitSet();

    private UndoRecords(int changes) {
        befores = new String[changes + 1];
    }

    /**
     * Reads the journal; without one, nothing is known.
     *
     * @param joined {@link org.pimtools.migrator.step.Step#joined} of the step that the changes are of
     * @throws ToolException when the journal cannot be read, is damaged, or of another work
     */
    public static UndoRecords read(WorkFile work, Path journal, BinaryOperator<String> joined) {
        UndoRecords befores = new UndoRecords(work.end().rekeys() + work.end().setRows());
        if (Files.notExists(journal)) {
            return befores;
        }
        try {
            Journal.read(journal, entry -> befores.add(entry, joined, work, journal));
            return befores;
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot read the journal " + journal + ": " + FileFailure.reason(e),
                    "make the file readable for this user, then run again",
                    e);
        }
    }

    private void add(Entry entry, BinaryOperator<String> joined, WorkFile work, Path journal) {
        if (entry instanceof Entry.Begin begin) {
            if (!begin.work().equals(work.end().digest())) {
                throw of(journal, "another work than " + work.file(), null);
            }
        } else if (entry instanceof Entry.Intent intent && intent.direction() == Direction.FORWARD) {
            if (intent.no() < 1 || intent.no() >= befores.length) {
                throw of(journal, "a change that " + work.file() + " does not have", null);
            }
            addForward(intent, joined, journal);
        } else if (entry instanceof Entry.Outcome outcome
                && outcome.result() instanceof Outcome.Applied
                && outcome.no() >= 1) {
            undone.set(outcome.no(), outcome.direction() == Direction.UNDO);
        }
    }

    /** A change that was undone and is made again has a new past. */
    private void addForward(Entry.Intent intent, BinaryOperator<String> joined, Path journal) {
        String before = befores[intent.no()];
        if (before == null || undone.get(intent.no()) || before.equals(intent.before())) {
            befores[intent.no()] = intent.before();
        } else {
            try {
                befores[intent.no()] = joined.apply(before, intent.before());
            } catch (IllegalArgumentException e) {
                throw of(journal, "what no subscription was", e);
            }
        }
        undone.clear(intent.no());
    }

    /** What was there before the change with this number, or null when it was never begun. */
    public String of(int no) {
        return befores[no];
    }

    private static ToolException of(Path journal, String what, Throwable cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the journal " + journal + " tells of " + what,
                "put back the file that lay beside the work",
                cause);
    }
}
