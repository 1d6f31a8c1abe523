package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Who else uses the database. */
final class Sessions {
    private static final int TRIES = 15;
    private static final long PAUSE_MILLIS = 200;
    private static final int SHOWN = 5;
    private static final String OTHERS =
            "SELECT CONCAT(USER, ' from ', HOST, ' (', COMMAND, ')') FROM information_schema.PROCESSLIST"
                    + " WHERE DB = DATABASE() AND ID <> CONNECTION_ID() ORDER BY ID";
    private static final String MAY_SEE_ALL =
            "SELECT COUNT(*) FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'PROCESS'"
                    + " AND GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')";

    private Sessions() {}

    /** True when the account sees the sessions of others; without the right it sees only its own. */
    static boolean areVisible(Connection connection) throws SQLException {
        return !query(connection, MAY_SEE_ALL).equals(List.of("0"));
    }

    /**
     * Waits a moment for sessions that are about to end.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE} when others stay
     */
    static void requireAlone(Connection connection) throws SQLException {
        List<String> others = query(connection, OTHERS);
        for (int i = 0; i < TRIES && !others.isEmpty(); i++) {
            pause();
            others = query(connection, OTHERS);
        }
        if (!others.isEmpty()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    others.size() + " other sessions use the database: "
                            + String.join(", ", others.subList(0, Math.min(SHOWN, others.size()))),
                    "stop the platform and close other clients, then run again; for a datacenter that follows later see --platform-running");
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException(ExitCode.INTERRUPTED, "stopped", "run again to resume", e);
        }
    }
}
