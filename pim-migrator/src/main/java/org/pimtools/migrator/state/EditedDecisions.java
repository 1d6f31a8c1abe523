package org.pimtools.migrator.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a decisions file that somebody began to fill in. */
public final class EditedDecisions {
    private EditedDecisions() {}

    /**
     * The decisions file that was written last, if it was changed after its run had ended.
     *
     * @param current the run under way, which does not count
     */
    public static Optional<Path> newest(StateDirectory state, StateDirectory.RunFiles current) {
        return state.runsNewestFirst().stream()
                .filter(run -> !run.equals(current) && Files.exists(run.decisions()) && Files.exists(run.result()))
                .findFirst()
                .filter(EditedDecisions::isEdited)
                .map(StateDirectory.RunFiles::decisions);
    }

    /** The result appears after the decisions file, with the time of its last line. */
    private static boolean isEdited(StateDirectory.RunFiles run) {
        try {
            return Files.getLastModifiedTime(run.decisions()).compareTo(Files.getLastModifiedTime(run.result())) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
