package org.pimtools.dbmigrate.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.Connections;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.jdbc.TlsMode;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.pimtools.dbmigrate.execute.Answer;
import org.pimtools.dbmigrate.execute.CutOff;
import org.pimtools.dbmigrate.execute.ScriptRunner;
import org.pimtools.dbmigrate.flyway.FlywayHistoryMark;
import org.pimtools.dbmigrate.flyway.HistoryTable;
import org.pimtools.dbmigrate.flyway.ScriptFile;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.module.Predecessor;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;

/** A module with a database of its own on a real server, and plain Flyway beside it as the judge. */
final class MigrationRig implements AutoCloseable {
    private final MariaDbServer server;
    private final String database;
    private final Path folder;
    private Optional<Predecessor> predecessor = Optional.empty();
    private boolean strict;

    MigrationRig(MariaDbServer server, Path folder, String database) throws IOException {
        this.server = server;
        this.folder = folder;
        this.database = database;
        Files.createDirectories(folder.resolve("migrations"));
        Files.createDirectories(folder.resolve("undo"));
        admin("CREATE DATABASE " + quoted() + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    }

    /** Three versions that can be taken back: tables, data, a view, a procedure behind DELIMITER. */
    MigrationRig withHistory() {
        migration(
                1,
                "first tables",
                "CREATE TABLE vm (id INT PRIMARY KEY, name VARCHAR(50)) ENGINE=InnoDB;\nINSERT INTO vm VALUES (1, 'a'), (2, 'é😀');\n");
        migration(
                2,
                "a view",
                "ALTER TABLE vm ADD COLUMN note VARCHAR(50);\nCREATE VIEW vms AS SELECT id, name FROM vm;\n");
        migration(
                3,
                "a procedure",
                "DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND//\nDELIMITER ;\nUPDATE vm SET note = '${not.a.placeholder}';\n");
        undo(1, "first tables", "DROP TABLE vm;\n");
        undo(2, "a view", "DROP VIEW vms;\nALTER TABLE vm DROP COLUMN note;\n");
        undo(3, "a procedure", "DROP PROCEDURE p;\nUPDATE vm SET note = NULL;\n");
        return this;
    }

    MigrationRig strict() {
        strict = true;
        return this;
    }

    static Version version(int number) {
        return Version.of(String.valueOf(number));
    }

    MigrationRig withPredecessor(String table, String column) {
        predecessor = Optional.of(new Predecessor(table, column));
        return this;
    }

    void migration(int version, String description, String sql) {
        write("migrations/V" + version + "__" + description.replace(' ', '_') + ".sql", sql);
    }

    void undo(int version, String description, String sql) {
        write("undo/U" + version + "__" + description.replace(' ', '_') + ".sql", sql);
    }

    void write(String file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String file, byte[] bytes) {
        try {
            Files.write(folder.resolve(file), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(String file) throws IOException {
        Files.delete(folder.resolve(file));
    }

    Module module() {
        return module(settings());
    }

    private Module module(DatabaseSettings settings) {
        return new Module(
                "monitor",
                "Monitor",
                1,
                folder.resolve("migrations"),
                folder.resolve("undo"),
                settings,
                predecessor,
                strict);
    }

    DatabaseSettings settings() {
        return settings(server, server.user(), server.password());
    }

    /** For the test kit's way to connect. */
    Database database() {
        return new Database(server, database);
    }

    private DatabaseSettings settings(MariaDbServer at, String user, String password) {
        return new DatabaseSettings(
                HostAddress.of(at.host()).orElseThrow(),
                at.port(),
                database,
                user,
                Secret.of(password),
                TlsMode.OFF,
                Optional.empty());
    }

    ModuleResult run(Request request) {
        return run(module(), request, 20, Optional.empty());
    }

    /** As a user of limited rights. */
    ModuleResult runAs(String user, String password) {
        return run(module(settings(server, user, password)), new Request.Newest(), 2, Optional.empty());
    }

    /** At another node of the server's cluster. */
    ModuleResult runAt(MariaDbServer node, int lockSeconds) {
        return run(
                module(settings(node, node.user(), node.password())),
                new Request.Newest(),
                lockSeconds,
                Optional.empty());
    }

    ModuleResult resolve(Answer answer) {
        return run(module(), new Request.Newest(), 20, Optional.of(answer));
    }

    ModuleResult withLockTimeout(int seconds, Request request) {
        return run(module(), request, seconds, Optional.empty());
    }

    /** Runs the first migration in a process that is cut off at a round trip; false when it ended before. */
    boolean cutOff(int at) {
        return cutOff(ScriptFolder.read(module()).migrations().get(version(1)), at);
    }

    /** How many round trips the first migration takes in a process that nothing disturbs. */
    int roundTrips() {
        CutOff none = new CutOff(database(), 0, true);
        run(ScriptFolder.read(module()).migrations().get(version(1)), none);
        return none.roundTrips();
    }

    /** Takes a version back in a process that is cut off at a round trip; false when it ended before. */
    boolean cutOffUndo(int version, int at) {
        return cutOff(ScriptFolder.read(module()).undos().get(version(version)), at);
    }

    private boolean cutOff(ScriptFile script, int at) {
        CutOff cut = new CutOff(database(), at, true);
        run(script, cut);
        return cut.wasCut();
    }

    private void run(ScriptFile script, CutOff cut) {
        try (LockedDatabase held = LockedDatabase.open(
                cut.source(),
                database,
                HistoryTable.lock(settings()),
                Duration.ofSeconds(5),
                connection -> HistoryTable.create(connection, settings()))) {
            new ScriptRunner(held)
                    .run(
                            script.load(dialect()),
                            new FlywayHistoryMark(settings()),
                            Optional.empty(),
                            (any, number, warning) -> {},
                            () -> {},
                            done -> {});
        } catch (ToolException | SQLException e) {
            // it was cut off
        }
    }

    private Dialect dialect() {
        return Dialect.of(
                column("SELECT VERSION()").get(0),
                column("SELECT @@GLOBAL.sql_mode").get(0));
    }

    private static ModuleResult run(Module module, Request request, int lockSeconds, Optional<Answer> answer) {
        return new ModuleRun(() -> {})
                .execute(module, request, new RunSettings(Duration.ofSeconds(lockSeconds), answer, false), new Quiet());
    }

    List<PlannedScript> plan(Request request) {
        return new ModuleRun(() -> {}).plan(module(), request);
    }

    ModuleResult newest() {
        return run(new Request.Newest());
    }

    ModuleResult to(int version) {
        return run(new Request.To(version(version)));
    }

    Flyway plainFlyway() {
        try {
            return Flyway.configure()
                    .dataSource(Connections.dataSource(settings()))
                    .locations("filesystem:" + folder.resolve("migrations"))
                    .placeholderReplacement(false)
                    // as any client but the driver would find it
                    .initSql("SET sql_mode = @@GLOBAL.sql_mode")
                    .load();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The versions that plain Flyway takes for applied. */
    List<String> applied() {
        return Stream.of(plainFlyway().info().all())
                .filter(info -> info.getState() == MigrationState.SUCCESS)
                .map(info -> info.getVersion().getVersion())
                .toList();
    }

    /** All tables, views and routines as the server shows them, but for ours and Flyway's, with their rows. */
    String schema() throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(
                        Tools.require("mariadb-dump").toString(),
                        "--no-defaults",
                        "--protocol=tcp",
                        "--host=" + server.host(),
                        "--port=" + server.port(),
                        "--user=" + server.user(),
                        "--password=" + server.password(),
                        "--routines",
                        "--skip-comments",
                        "--skip-dump-date",
                        "--ignore-table=" + database + ".flyway_schema_history",
                        "--ignore-table=" + database + ".aos_migrate_script",
                        "--ignore-table=" + database + ".aos_migrate_statement",
                        "--ignore-table=" + database + ".aos_migrate_lease",
                        "--ignore-table=" + database + ".aos_migrate_counter",
                        database)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dump.waitFor() != 0) {
            throw new IllegalStateException("mariadb-dump failed");
        }
        return text;
    }

    void sql(String... statements) {
        try (Connection connection = Connections.dataSource(settings()).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> column(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = Connections.dataSource(settings()).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    String tables() {
        return column("SHOW TABLES").stream().collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        admin("DROP DATABASE " + quoted());
    }

    private String quoted() {
        return quoted(database);
    }

    static String quoted(String database) {
        return "`" + database.replace("`", "``") + "`";
    }

    private void admin(String sql) {
        Properties account = new Properties();
        account.setProperty("user", server.user());
        account.setProperty("password", server.password());
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:mariadb://" + server.host() + ":" + server.port() + "/", account);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Quiet implements Output {
        @Override
        public void line(String text) {}

        @Override
        public void table(List<String> header, List<List<String>> rows) {}

        @Override
        public void warn(String message) {}

        @Override
        public void failure(String message, String hint) {}

        @Override
        public void result(String name, Object value) {}

        @Override
        public void next(String command) {}

        @Override
        public Progress progress(String what, long total) {
            return new Progress() {
                @Override
                public void add(long n) {}

                @Override
                public void close() {}
            };
        }
    }
}
