package org.pimtools.dbmigrate.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.pimtools.dbmigrate.script.Names;

/** The runner's own tables in a module's database, by qualified names, because a script may change the current database. */
public final class Tables {
    private static final String SCRIPT = "aos_migrate_script";
    private static final String STATEMENT = "aos_migrate_statement";
    private static final String LEASE = "aos_migrate_lease";
    private static final String COUNTER = "aos_migrate_counter";

    private final String database;

    public Tables(String database) {
        this.database = database;
    }

    public String script() {
        return qualified(SCRIPT);
    }

    public String statement() {
        return qualified(STATEMENT);
    }

    public String lease() {
        return qualified(LEASE);
    }

    public String counter() {
        return qualified(COUNTER);
    }

    private String qualified(String table) {
        return Names.quote(database) + "." + Names.quote(table);
    }

    /** Whether there is a journal. */
    public boolean exist(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ? AND table_name IN (?, ?)")) {
            select.setString(1, database);
            select.setString(2, SCRIPT);
            select.setString(3, STATEMENT);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1) == 2;
            }
        }
    }

    /**
     * Makes what is missing, and gives tables of an earlier layout the present one. Run it only behind Flyway's history table, which
     * refuses a database that holds tables already.
     */
    void create(Connection connection) throws SQLException {
        List<String> definitions = List.of(
                "CREATE TABLE IF NOT EXISTS " + script() + " (id BIGINT NOT NULL PRIMARY KEY,"
                        + " direction ENUM('MIGRATE', 'UNDO') NOT NULL, version VARCHAR(50) NOT NULL, file VARCHAR(1000) NOT NULL,"
                        + " statements INT NOT NULL, state ENUM('open', 'done') NOT NULL, holder VARCHAR(300) NOT NULL,"
                        + " started TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), ended TIMESTAMP(3) NULL,"
                        + " session MEDIUMTEXT NULL)",
                "CREATE TABLE IF NOT EXISTS " + statement() + " (script BIGINT NOT NULL, n INT NOT NULL,"
                        + " chain CHAR(64) NOT NULL, state ENUM('intent', 'failed', 'done') NOT NULL, digests TEXT NULL,"
                        + " error TEXT NULL,"
                        + " written TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),"
                        + " PRIMARY KEY (script, n, state))",
                "CREATE TABLE IF NOT EXISTS " + lease() + " (id INT NOT NULL PRIMARY KEY, token BIGINT NOT NULL,"
                        + " holder VARCHAR(300) NOT NULL, server VARCHAR(300) NOT NULL, expires DATETIME(6) NOT NULL)",
                "CREATE TABLE IF NOT EXISTS " + counter() + " (script BIGINT NOT NULL, db VARCHAR(64) NOT NULL,"
                        + " tab VARCHAR(64) NOT NULL, n INT NOT NULL, value BIGINT UNSIGNED NOT NULL,"
                        + " PRIMARY KEY (script, db, tab))");
        try (Statement statement = connection.createStatement()) {
            if (!isWhole(connection)) {
                for (String definition : definitions) {
                    statement.execute(definition + " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
                }
            }
            renew(connection, statement);
            statement.execute("INSERT IGNORE INTO " + lease()
                    + " VALUES (1, 0, '', '', '2000-01-01'), (2, 0, '', '', '2000-01-01')");
        }
    }

    private boolean isWhole(Connection connection) throws SQLException {
        for (String table : List.of(SCRIPT, STATEMENT, LEASE, COUNTER)) {
            if (!hasColumn(connection, table, "%")) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first layout kept whole numbers as versions, and the session with every statement, for ever; the change of that table comes
     * last and says that all is done.
     */
    private void renew(Connection connection, Statement statement) throws SQLException {
        if (!hasColumn(connection, STATEMENT, "session")) {
            return;
        }
        if (!hasColumn(connection, SCRIPT, "session")) {
            statement.execute("ALTER TABLE " + script()
                    + " ADD COLUMN session MEDIUMTEXT NULL, MODIFY version VARCHAR(50) NOT NULL");
        }
        statement.execute("UPDATE " + script() + " c SET c.session = (SELECT s.session FROM " + statement()
                + " s WHERE s.script = c.id AND s.state = 'done' AND s.session IS NOT NULL ORDER BY s.n DESC LIMIT 1)"
                + " WHERE c.state = 'open'");
        statement.execute("UPDATE " + statement() + " s JOIN " + script()
                + " c ON c.id = s.script SET s.error = NULL WHERE c.state = 'done'");
        statement.execute("ALTER TABLE " + statement()
                + " DROP COLUMN session, DROP PRIMARY KEY, ADD PRIMARY KEY (script, n, state)");
    }

    private boolean hasColumn(Connection connection, String table, String column) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? AND column_name LIKE ? LIMIT 1")) {
            select.setString(1, database);
            select.setString(2, table);
            select.setString(3, column);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
