package org.pimtools.planner.overview;

import java.util.Optional;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.verify.RowCheck;

/** Tells how many rows of an update file the database holds. */
@FunctionalInterface
public interface AppliedRows {
    /** When nobody asks the database. */
    AppliedRows UNKNOWN = file -> Optional.empty();

    /** What was counted; empty when that is not known. */
    Optional<RowCheck.Counts> of(SqlFile file);
}
