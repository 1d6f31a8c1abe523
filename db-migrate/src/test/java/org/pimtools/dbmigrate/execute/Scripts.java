package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.dbmigrate.lock.LockedDatabase.Transaction;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptBuilder;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.testkit.server.Database;

/** Scripts of tests, a history that is one table of theirs, and single statements. */
final class Scripts {
    private Scripts() {}

    static Script script(String... statements) {
        return script(List.of(statements));
    }

    /** Each statement on a line of its own. */
    static Script script(List<String> statements) {
        ScriptBuilder script = new ScriptBuilder();
        for (int i = 0; i < statements.size(); i++) {
            script.add(i + 1, statements.get(i), new ScriptStatement.Kept(statements.get(i)), Dialect.NEWEST);
        }
        return script.build(Direction.MIGRATE, Version.of("1"), "test", "V1__test.sql", 0, false);
    }

    /** Keeps the state of the script in the table {@code history} of the database. */
    static HistoryMark history(Connection connection, String database) throws SQLException {
        String table = Names.quote(database) + ".history";
        execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + table + " (version INT PRIMARY KEY, success INT) ENGINE = InnoDB");
        return new HistoryMark() {
            @Override
            public void opened(Connection side, Transaction transaction, Script script) throws SQLException {
                transaction.add("INSERT INTO " + table + " VALUES (" + script.version() + ", 0)");
            }

            @Override
            public void done(Transaction transaction, Script script, Duration took) throws SQLException {
                transaction.add("UPDATE " + table + " SET success = 1 WHERE version = " + script.version());
            }

            @Override
            public void abandoned(Transaction transaction, Script script) throws SQLException {
                transaction.add("DELETE FROM " + table + " WHERE version = " + script.version());
            }
        };
    }

    /** The first column of all rows. */
    static List<String> column(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }

    static List<String> column(Database database, String query) throws SQLException {
        try (Connection connection = database.connect()) {
            return column(connection, query);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            execute(connection, sql);
        }
    }
}
