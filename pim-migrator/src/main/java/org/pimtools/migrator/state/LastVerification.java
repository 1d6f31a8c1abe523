package org.pimtools.migrator.state;

import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/**
 * What the last verification of a migration saw.
 *
 * @param differences findings; 0 when all was right
 */
public record LastVerification(String run, Instant at, long differences) {
    /** Of the runs after the one that ended the migration; empty when none of them verified it. */
    static Optional<LastVerification> of(StateDirectory state, Finished finished) {
        return state.runsNewestFirst().stream()
                .takeWhile(run -> !run.run().equals(finished.run()))
                .filter(run -> Files.exists(run.verified()))
                .findFirst()
                .map(LastVerification::read);
    }

    private static LastVerification read(StateDirectory.RunFiles run) {
        long found = 0;
        try (ResultReader reader = ResultReader.open(run.verified())) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.Found) {
                    found++;
                }
            }
            return new LastVerification(run.run(), reader.start().started(), found);
        }
    }
}
