package org.pimtools.migrator.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.UndoCodec;

/**
 * What was there before each change that one step made, as the journal of a work has it.
 *
 * @param <U> what undo needs
 */
public final class UndoRecords<U> {
    private final UndoCodec<U> codec;
    private final String[] records;
    private final BitSet undone = new BitSet();

    private UndoRecords(int changes, UndoCodec<U> codec) {
        this.codec = codec;
        records = new String[changes + 1];
    }

    /**
     * Reads the journal; without one, nothing is known.
     *
     * @param step the name of the step whose entries are read
     * @throws ToolException when the journal cannot be read, is damaged, or of another work
     */
    public static <U> UndoRecords<U> read(WorkFile work, Path journal, String step, UndoCodec<U> codec) {
        UndoRecords<U> records = new UndoRecords<>(work.end().changes(), codec);
        if (Files.notExists(journal)) {
            return records;
        }
        try {
            Journal.read(journal, entry -> records.add(entry, step, work, journal));
            return records;
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot read the journal " + journal + ": " + FileFailure.reason(e),
                    "make the file readable for this user, then run again",
                    e);
        }
    }

    private void add(Entry entry, String step, WorkFile work, Path journal) {
        if (entry instanceof Entry.Begin begin) {
            if (!begin.work().equals(work.end().digest())) {
                throw of(journal, "another work than " + work.file(), null);
            }
        } else if (entry instanceof Entry.Intent intent && intent.direction() == Direction.FORWARD) {
            if (intent.no() < 1 || intent.no() >= records.length) {
                throw of(journal, "a change that " + work.file() + " does not have", null);
            }
            if (intent.step().equals(step)) {
                addForward(intent, journal);
            }
        } else if (entry instanceof Entry.Outcome outcome
                && outcome.step().equals(step)
                && outcome.result().applied()
                && outcome.no() >= 1) {
            undone.set(outcome.no(), outcome.direction() == Direction.UNDO);
        }
    }

    /** A change that was undone and is made again has a new past. */
    private void addForward(Entry.Intent intent, Path journal) {
        String before = records[intent.no()];
        if (before == null || undone.get(intent.no()) || before.equals(intent.undo())) {
            records[intent.no()] = intent.undo();
        } else {
            try {
                records[intent.no()] = codec.write(codec.joined(codec.read(before), codec.read(intent.undo())));
            } catch (IllegalArgumentException e) {
                throw of(journal, "what nothing ever was", e);
            }
        }
        undone.clear(intent.no());
    }

    /** Whether the change with this number was begun. */
    public boolean has(int no) {
        return records[no] != null;
    }

    /**
     * What was there before the change with this number, or null when the record cannot be read.
     *
     * @throws IllegalArgumentException when the change was never begun
     */
    public U of(int no) {
        if (records[no] == null) {
            throw new IllegalArgumentException("change " + no + " was never begun");
        }
        try {
            return codec.read(records[no]);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ToolException of(Path journal, String what, Throwable cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the journal " + journal + " tells of " + what,
                "put back the file that lay beside the work",
                cause);
    }
}
