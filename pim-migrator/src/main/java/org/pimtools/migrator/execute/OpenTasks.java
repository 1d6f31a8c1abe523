package org.pimtools.migrator.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;

/** The tasks of targets that a run began and whose end no run saw. */
final class OpenTasks {
    private OpenTasks() {}

    /** By change number, for one step and one way. */
    static Map<Integer, String> read(Path journal, String step, Direction direction) {
        Map<Integer, String> open = new HashMap<>();
        try {
            Journal.read(journal, entry -> {
                if (entry instanceof Entry.Task task && task.step().equals(step)) {
                    if (task.direction() == direction) {
                        open.put(task.no(), task.task());
                    } else {
                        open.remove(task.no());
                    }
                } else if (entry instanceof Entry.Outcome outcome
                        && outcome.step().equals(step)) {
                    open.remove(outcome.no());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }
}
