package org.pimtools.planner.verify;

import java.sql.SQLException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.DatabaseWords;

/** Tells an operator what the database refused. */
public final class DatabaseFailure {
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;

    private DatabaseFailure() {}

    public static ToolException of(String what, SQLException e) {
        return new ToolException(
                ExitCode.FAILED,
                what + ": " + DatabaseWords.of(e),
                "fix what the database reports, then run again: what was done stays done",
                e);
    }

    /** True when another session was in the way and the same statement may work a moment later. */
    public static boolean isTransient(SQLException e) {
        return e.getErrorCode() == LOCK_WAIT_TIMEOUT || e.getErrorCode() == DEADLOCK;
    }
}
