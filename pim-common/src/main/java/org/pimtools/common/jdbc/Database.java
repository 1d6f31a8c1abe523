package org.pimtools.common.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.pimtools.common.error.ToolException;

/** The platform's database: a small pool, and snapshots to read it as it was at one moment. */
public final class Database implements AutoCloseable {
    private static final int POOL_SIZE = 4;
    private static final int FIRST_ANSWER_MILLIS = 30_000;
    private static final long WAIT_MILLIS = 30_000;

    /** Reading a million rows takes long, and the server must not take a slow reader for a dead one. */
    private static final Map<String, String> SNAPSHOT_VARIABLES = Map.of(
            "net_write_timeout", "3600",
            "net_read_timeout", "3600",
            "max_statement_time", "0",
            "idle_transaction_timeout", "0",
            "idle_readonly_transaction_timeout", "0",
            "wsrep_sync_wait", "1");

    private final DatabaseSettings settings;
    private final DataSource driver;
    private final HikariDataSource pool;
    private final String snapshotVariables;

    private Database(DatabaseSettings settings, DataSource driver, HikariDataSource pool, String snapshotVariables) {
        this.settings = settings;
        this.driver = driver;
        this.pool = pool;
        this.snapshotVariables = snapshotVariables;
    }

    /**
     * Connects once; only when that works is there a pool, which would try a refused password again and again.
     *
     * @throws ToolException with a hint when there is no connection
     */
    public static Database open(DatabaseSettings settings) {
        try {
            Set<String> variables;
            try (Connection first = Connections.dataSource(settings, Map.of("socketTimeout", FIRST_ANSWER_MILLIS))
                    .getConnection()) {
                variables = variables(first);
            }
            DataSource driver = Connections.dataSource(settings);
            HikariConfig config = new HikariConfig();
            config.setDataSource(driver);
            config.setPoolName("database");
            config.setMaximumPoolSize(POOL_SIZE);
            config.setMinimumIdle(0);
            config.setConnectionTimeout(WAIT_MILLIS);
            config.setInitializationFailTimeout(-1);
            if (variables.contains("wsrep_sync_wait")) {
                config.setConnectionInitSql("SET SESSION wsrep_sync_wait = 1");
            }
            String set = SNAPSHOT_VARIABLES.entrySet().stream()
                    .filter(variable -> variables.contains(variable.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .map(variable -> variable.getKey() + " = " + variable.getValue())
                    .collect(Collectors.joining(", "));
            return new Database(settings, driver, new HikariDataSource(config), "SET SESSION " + set);
        } catch (SQLException e) {
            throw ConnectFailure.of(e, settings);
        }
    }

    public DatabaseSettings settings() {
        return settings;
    }

    /**
     * A connection of the pool, to be closed after use.
     *
     * @throws ToolException with a hint when there is none
     */
    public Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw ConnectFailure.of(e, settings);
        }
    }

    /**
     * A connection of its own that sees the database as it is now, until it is closed, and cannot write. Run one statement at a
     * time and set a fetch size: a second statement pulls the rest of the first result into memory.
     *
     * @throws ToolException with a hint when there is no connection
     */
    public Connection snapshot() {
        Connection connection = null;
        try {
            connection = driver.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute(snapshotVariables);
                statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            }
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection, e);
            throw ConnectFailure.of(e, settings);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static void closeQuietly(Connection connection, SQLException because) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private static Set<String> variables(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW SESSION VARIABLES")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
