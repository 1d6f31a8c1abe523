package org.pimtools.dbmigrate.execute;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;

/** How large a statement a server takes: at a larger one it ends the connection, and says no more. */
final class PacketLimit {
    /** The least that {@code max_allowed_packet} can be; what is smaller needs no question. */
    private static final int LEAST = 1_024;

    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private OptionalLong most = OptionalLong.empty();

    /**
     * Looks at the statements from one on, before any of them runs.
     *
     * @throws org.pimtools.common.error.ToolException for the first one that the server would not take
     */
    void check(LockedDatabase held, Script script, int first) throws SQLException {
        for (int number = first; number <= script.size(); number++) {
            ScriptStatement statement = script.statement(number);
            long atMost = (long) MOST_BYTES_OF_A_CHARACTER * statement.text().length();
            if (atMost < LEAST - 1 || atMost < most(held) - 1) {
                continue;
            }
            // with a byte in front that says what it is
            long bytes = 1L + statement.sql().getBytes(StandardCharsets.UTF_8).length;
            if (bytes >= most(held)) {
                throw Failures.tooLarge(script, first - 1, number, bytes, most(held));
            }
        }
    }

    private long most(LockedDatabase held) throws SQLException {
        if (most.isEmpty()) {
            most = OptionalLong.of(held.read(PacketLimit::ask));
        }
        return most.getAsLong();
    }

    private static long ask(Connection side) throws SQLException {
        try (Statement statement = side.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@max_allowed_packet")) {
            row.next();
            return row.getLong(1);
        }
    }
}
