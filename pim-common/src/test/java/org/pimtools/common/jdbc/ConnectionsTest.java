package org.pimtools.common.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.seal.Secret;
import org.pimtools.testkit.server.MariaDbServer;

class ConnectionsTest {
    private static DatabaseSettings settings(String database, String user, String password) {
        return new DatabaseSettings(
                HostAddress.of("127.0.0.1").orElseThrow(),
                MariaDbServer.shared().port(),
                database,
                user,
                Secret.of(password),
                TlsMode.OFF,
                Optional.empty());
    }

    private static String value(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = Connections.dataSource(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void asAdministrator(String... statements) throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        DatabaseSettings settings = settings("mysql", server.user(), server.password());
        try (Connection connection = Connections.dataSource(settings).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "50%41",
                "it's",
                "a\"b",
                "a@b",
                "wo?x=1&y",
                "a/b#c",
                "größe",
                "数据",
                "a`b",
                "a;b,c:d=e+f\\g"
            })
    void findsADatabaseOfAnyName(String odd) throws SQLException {
        String name = "cx " + odd;
        String quoted = "`" + name.replace("`", "``") + "`";
        MariaDbServer server = MariaDbServer.shared();
        asAdministrator("CREATE DATABASE " + quoted);
        try {
            assertEquals(name, value(settings(name, server.user(), server.password()), "SELECT DATABASE()"));
        } finally {
            asAdministrator("DROP DATABASE " + quoted);
        }
    }

    @Test
    void logsInWithAnyPasswordAndUser() throws SQLException {
        String user = "'cx o''do %41 @ü'@'%'";
        String password = "p'a\"s%40s w?&=#@:/ö";
        asAdministrator(
                "CREATE USER " + user + " IDENTIFIED BY 'p\\'a\"s%40s w?&=#@:/ö'",
                "GRANT SELECT ON mysql.* TO " + user);
        try {
            assertEquals("1", value(settings("mysql", "cx o'do %41 @ü", password), "SELECT 1"));
        } finally {
            asAdministrator("DROP USER " + user);
        }
    }

    @Test
    void everyConnectionIsASessionOfItsOwn() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        DatabaseSettings settings = settings("mysql", server.user(), server.password());
        assertFalse(value(settings, "SELECT CONNECTION_ID()").equals(value(settings, "SELECT CONNECTION_ID()")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ends in a blank ", "nul\0", "\uD83D\uDE00"})
    void refusesANameThatMariaDbHasNone(String name) {
        assertThrows(IllegalArgumentException.class, () -> settings(name, "u", "p"));
    }
}
