package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class MariaDbServerTest {
    @Test
    void databasesOfOneSharedServerAreApartAndGoneWhenClosed() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        String name;
        try (Database one = server.createDatabase();
                Database other = server.createDatabase()) {
            name = one.name();
            try (Connection connection = one.connect()) {
                run(connection, "CREATE TABLE t (name VARCHAR(20))");
                run(connection, "INSERT INTO t VALUES ('é😀')");
                assertEquals(List.of("é😀"), column(connection, "SELECT name FROM t"));
            }
            try (Connection connection = other.connect()) {
                assertEquals(List.of(), column(connection, "SHOW TABLES"));
            }
            assertEquals("jdbc:mariadb://127.0.0.1:" + server.port() + "/" + name, one.jdbcUrl());
        }
        try (Connection connection = server.connect()) {
            assertFalse(column(connection, "SHOW DATABASES").contains(name));
        }
    }

    @Test
    void aUserMayDoWhatWasGrantedAndNoMore() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        try (Database database = server.createDatabase()) {
            try (Connection connection = database.connect()) {
                run(connection, "CREATE TABLE t (id INT)");
            }
            String user = Names.random("u_");
            server.createUser(user, "it's \\ secret", "SELECT ON " + database.name() + ".*");
            try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), user, "it's \\ secret")) {
                assertEquals(List.of(), column(connection, "SELECT id FROM t"));
                assertThrows(SQLException.class, () -> run(connection, "INSERT INTO t VALUES (1)"));
            }
        }
    }

    @Test
    void theGeneralLogShowsEveryStatementOfAUser() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        String user = Names.random("u_");
        server.createUser(user, "x", "SELECT ON *.*");
        try (GeneralLog log = server.generalLog();
                Connection connection = DriverManager.getConnection(server.jdbcUrl(""), user, "x")) {
            try (GeneralLog another = server.generalLog()) {
                run(connection, "SELECT 'seen'");
                assertTrue(another.statements(user).contains("SELECT 'seen'"));
            }
            run(connection, "SELECT 'seen too'");
            List<String> statements = log.statements(user);
            assertTrue(statements.indexOf("SELECT 'seen'") >= 0, statements::toString);
            assertTrue(statements.indexOf("SELECT 'seen too'") > statements.indexOf("SELECT 'seen'"));
            assertEquals(List.of(), log.statements(user.substring(0, 5)));
        }
    }

    @Test
    void aKilledServerComesBackWithItsDataAndAClosedOneLeavesNothing() throws SQLException {
        Path directory;
        long pid;
        try (MariaDbServer server = MariaDbServer.start("--binlog-format=STATEMENT")) {
            Database database = server.createDatabase();
            try (Connection connection = database.connect()) {
                assertEquals(List.of("STATEMENT"), column(connection, "SELECT @@binlog_format"));
                run(connection, "CREATE TABLE t (id INT PRIMARY KEY)");
                run(connection, "INSERT INTO t VALUES (7)");
                server.kill();
                assertThrows(SQLException.class, () -> run(connection, "SELECT 1"));
            }
            int port = server.port();
            server.restart();
            assertEquals(port, server.port());
            try (Connection connection = database.connect()) {
                assertEquals(List.of("7"), column(connection, "SELECT id FROM t"));
            }
            server.restart();
            directory = server.socket().getParent();
            pid = server.pid();
            assertTrue(Files.exists(directory));
        }
        assertFalse(Files.exists(directory));
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void theClientReadsSqlFiles() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        Tools.require(server.client().isPresent(), "no mariadb client: install the Debian package mariadb-client");
        ProcessBuilder client = new ProcessBuilder(
                server.client().orElseThrow().toString(),
                "--no-defaults",
                "--socket=" + server.socket(),
                "--user=" + server.user(),
                "--skip-column-names",
                "--batch",
                "--execute=SELECT 6 * 7");
        client.environment().put("MYSQL_PWD", server.password());
        Process process = client.redirectErrorStream(true).start();
        assertEquals("42\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
