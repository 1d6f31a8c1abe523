package org.pimtools.migrator.step.veeam;

import java.util.Optional;

/**
 * How far a task of a server is.
 *
 * @param ended whether there is nothing to wait for any more: it ended, or the server does not know it
 * @param failure why it did not do what it was for, as the server has it
 */
record TaskState(boolean ended, Optional<String> failure) {
    static final TaskState RUNNING = new TaskState(false, Optional.empty());
    static final TaskState ENDED = new TaskState(true, Optional.empty());

    static TaskState failed(String reason) {
        return new TaskState(true, Optional.of(reason));
    }
}
