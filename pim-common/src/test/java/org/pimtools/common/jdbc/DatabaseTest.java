package org.pimtools.common.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.Servers;

@Tag("slow")
class DatabaseTest {
    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    private static org.pimtools.testkit.server.Database platform;

    @BeforeAll
    static void create() throws SQLException {
        platform = SERVERS.add(MariaDbServer.shared().createDatabase());
        execute("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = platform.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static DatabaseSettings settings(MariaDbServer server, String database, String user, String password) {
        return settings(server.port(), database, user, password, TlsMode.OFF, Optional.empty());
    }

    private static DatabaseSettings settings(
            int port, String database, String user, String password, TlsMode tls, Optional<Path> ca) {
        return new DatabaseSettings(
                HostAddress.of("127.0.0.1").orElseThrow(), port, database, user, Secret.of(password), tls, ca);
    }

    private static Database open() {
        MariaDbServer server = MariaDbServer.shared();
        return Database.open(settings(server, platform.name(), server.user(), server.password()));
    }

    private static ToolException refused(DatabaseSettings settings) {
        return assertThrows(ToolException.class, () -> Database.open(settings).close());
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void aSnapshotSeesOneMomentAndCannotWrite() throws SQLException {
        try (Database database = open();
                Connection snapshot = database.snapshot()) {
            execute("INSERT INTO t VALUES (2)");
            assertEquals("1", value(snapshot, "SELECT COUNT(*) FROM t"));
            assertEquals("3600", value(snapshot, "SELECT @@net_write_timeout"));
            SQLException e = assertThrows(SQLException.class, () -> {
                try (Statement statement = snapshot.createStatement()) {
                    statement.execute("DELETE FROM t");
                }
            });
            assertTrue(e.getMessage().contains("READ ONLY"), e.getMessage());
            try (Connection other = database.connection()) {
                assertEquals("2", value(other, "SELECT COUNT(*) FROM t"));
            }
        }
    }

    @Test
    void handsOutNoLocalFile(@TempDir Path folder) throws IOException, SQLException {
        Path file = Files.writeString(folder.resolve("secret"), "7\n");
        try (Database database = open();
                Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE stolen (a INT)");
            assertThrows(
                    SQLException.class,
                    () -> statement.execute("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE stolen"));
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start()) {
            String before = failedLogins(server);
            ToolException e = refused(settings(server, "mysql", server.user(), "wrong-hunter2"));
            assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
            assertTrue(e.getMessage().contains("refuses the login of " + server.user()), e.getMessage());
            assertEquals(Integer.parseInt(before) + 1, Integer.parseInt(failedLogins(server)));
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertFalse(cause.toString().contains("hunter2"), cause.toString());
            }
        }
    }

    private static String failedLogins(MariaDbServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Aborted_connects'")) {
            rows.next();
            return rows.getString(2);
        }
    }

    @Test
    void anUnknownDatabaseIsNamed() {
        MariaDbServer server = MariaDbServer.shared();
        ToolException e = refused(settings(server, "no_such", server.user(), server.password()));
        assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
        assertEquals("there is no database no_such at 127.0.0.1:" + server.port() + "/no_such", e.getMessage());
    }

    @Test
    void aUserWithoutRightsLearnsWhatToGrant() {
        MariaDbServer server = MariaDbServer.shared();
        server.createUser("nobody_jdbc", "pw");
        ToolException e = refused(settings(server, platform.name(), "nobody_jdbc", "pw"));
        assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
        assertTrue(e.hint().startsWith("grant SELECT on " + platform.name() + ".*"), e.hint());
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ToolException e = refused(settings(port, "kinton", "u", "p", TlsMode.OFF, Optional.empty()));
        assertEquals(ExitCode.UNREACHABLE, e.exitCode());
        assertEquals(
                "cannot connect to the database at 127.0.0.1:" + port + "/kinton: nobody answers there",
                e.getMessage());
    }

    @Test
    void verifiesTheServersCertificate(@TempDir Path folder) throws IOException, SQLException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ServerCertificate mine = Certificates.valid(Certificates.KeyKind.RSA);
        Path certificate = mine.writePem(folder, "server");
        Path other = Certificates.valid(Certificates.KeyKind.RSA).writePem(folder, "other");
        try (MariaDbServer server =
                MariaDbServer.start("--ssl-cert=" + certificate, "--ssl-key=" + folder.resolve("server.key"))) {
            DatabaseSettings trusted = settings(
                    server.port(),
                    "mysql",
                    server.user(),
                    server.password(),
                    TlsMode.VERIFY_FULL,
                    Optional.of(certificate));
            try (Database database = Database.open(trusted);
                    Connection connection = database.connection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
                rows.next();
                assertFalse(rows.getString(2).isEmpty());
            }
            // from 11.4 on a server proves with the account's password that a certificate is its own, whoever signed it
            List<Optional<Path>> strangers =
                    provesItselfByPassword(server) ? List.of() : List.of(Optional.of(other), Optional.empty());
            for (Optional<Path> ca : strangers) {
                ToolException e = refused(
                        settings(server.port(), "mysql", server.user(), server.password(), TlsMode.VERIFY_FULL, ca));
                assertEquals(ExitCode.UNREACHABLE, e.exitCode(), e.getMessage());
                assertTrue(e.getMessage().endsWith("over TLS (verify-full)"), e.getMessage());
            }
            server.createUser("tls_only", "secret", "USAGE ON *.*");
            try (Database database = Database.open(trusted);
                    Connection connection = database.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER USER tls_only REQUIRE SSL");
            }
            ToolException inClear =
                    refused(settings(server.port(), "mysql", "tls_only", "secret", TlsMode.OFF, Optional.empty()));
            assertTrue(inClear.hint().contains("without TLS (--db-tls)"), inClear.hint());
        }
    }

    @Test
    void neverConnectsInClearWhenTlsIsAskedFor() {
        try (MariaDbServer server = MariaDbServer.start("--skip-ssl")) {
            ToolException e = refused(settings(
                    server.port(), "mysql", server.user(), server.password(), TlsMode.VERIFY_CA, Optional.empty()));
            assertEquals(ExitCode.UNREACHABLE, e.exitCode());
            assertTrue(e.getMessage().endsWith("over TLS (verify-ca)"), e.getMessage());
        }
    }

    private static boolean provesItselfByPassword(MariaDbServer server) throws SQLException {
        try (Connection connection = server.connect()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            return major > 11 || major == 11 && connection.getMetaData().getDatabaseMinorVersion() >= 4;
        }
    }
}
