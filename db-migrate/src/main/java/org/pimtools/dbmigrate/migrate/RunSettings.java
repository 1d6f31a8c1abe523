package org.pimtools.dbmigrate.migrate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.pimtools.dbmigrate.execute.Answer;

/**
 * How modules are brought to a version.
 *
 * @param lockTimeout how long to wait for another run's lock, and a statement for a metadata lock; a second or more
 * @param resolve for the statement that a stop named, if the operator has looked
 * @param verbose shows what the server warns of
 */
public record RunSettings(Duration lockTimeout, Optional<Answer> resolve, boolean verbose) {
    public RunSettings {
        Objects.requireNonNull(resolve);
        if (lockTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("a lock timeout below a second");
        }
    }
}
