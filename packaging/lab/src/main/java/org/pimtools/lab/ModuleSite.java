package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/**
 * A controller with modules: a server with a database for each, of which the databases are as plain Flyway left them, and a directory
 * with the modules' files. Everything in the databases belongs to one account, as the dumps of views and routines name it.
 */
final class ModuleSite {
    static final String USER = "aos";

    private static final String PASSWORD = "module-shift-7";
    private static final String MODULE_FILES = "modules.d";
    static final String LOG = "aos-db-migrate.log";

    /** What the tool and Flyway keep beside a module's own tables, and what an earlier tool kept. */
    private static final String[] BOOKS = {
        "flyway_schema_history",
        "aos_migrate_script",
        "aos_migrate_statement",
        "aos_migrate_lease",
        "aos_migrate_counter",
        "migrate_version"
    };

    private final MariaDbServer server;
    private final List<LabModule> modules;
    private final Path directory;

    private ModuleSite(MariaDbServer server, List<LabModule> modules, Path directory) {
        this.server = server;
        this.modules = List.copyOf(modules);
        this.directory = directory;
    }

    /** Makes account, empty databases and module files. @param directory where the tool runs and its files go */
    static ModuleSite make(MariaDbServer server, List<LabModule> modules, Path directory) {
        server.createUser(USER, PASSWORD, "ALL ON *.*");
        ModuleSite site = new ModuleSite(server, modules, directory);
        try {
            Path files = Files.createDirectories(directory.resolve(MODULE_FILES));
            for (LabModule module : modules) {
                server.createDatabase(module.name());
                Path file = Files.createFile(
                        files.resolve(module.name() + ".yaml"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, site.moduleFile(module));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return site;
    }

    MariaDbServer server() {
        return server;
    }

    List<LabModule> modules() {
        return modules;
    }

    LabModule module(String name) {
        return modules.stream()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The options that every command line needs here, where nothing is installed under {@code /etc} and {@code /var}. */
    static List<String> here() {
        return List.of("--modules-dir", MODULE_FILES, "--log-file", LOG);
    }

    Tool tool(Path checkout) {
        return Tool.of("aos-db-migrate", checkout, directory);
    }

    /**
     * What {@code mariadb-dump} shows of a module's database, but for the books that are kept of its versions.
     *
     * @param further tables to leave out
     */
    String dump(LabModule module, String... further) {
        return new Database(server, module.name())
                .dump(Stream.of(BOOKS, further).flatMap(Stream::of).toArray(String[]::new));
    }

    /** The same with all books: for what must not change at all. */
    String dumpOfAll(LabModule module) {
        return new Database(server, module.name()).dump();
    }

    /** The free edition of Flyway on a module's folder. @param target the version that it goes to, or {@code latest} */
    Flyway flyway(LabModule module, String database, String target) {
        return Flyway.configure()
                .dataSource(url(database), USER, PASSWORD)
                .locations("filesystem:" + module.migrations())
                .placeholderReplacement(false)
                // the driver asks for IGNORE_SPACE, which routines would keep; the client and the tool do not
                .initSql("SET SESSION sql_mode = @@GLOBAL.sql_mode")
                .target(MigrationVersion.fromVersion(target))
                .load();
    }

    /** For {@link FlywayMain}: where a module's database and folder are. */
    List<String> flywayArguments(LabModule module) {
        return List.of(url(module.name()), USER, PASSWORD, module.migrations().toString());
    }

    /** Has plain Flyway bring an empty database to a version above 0. */
    void fill(LabModule module, int version) {
        flyway(module, module.name(), Integer.toString(version)).migrate();
    }

    Connection connect(LabModule module) throws SQLException {
        return DriverManager.getConnection(url(module.name()), USER, PASSWORD);
    }

    void execute(LabModule module, String... statements) {
        try (Connection connection = connect(module);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves a module's database empty, without any book of its versions. */
    void makeAnew(LabModule module) {
        execute(module, "DROP DATABASE " + module.name(), "CREATE DATABASE " + module.name());
    }

    /** The one number that a query finds. */
    long number(LabModule module, String query) {
        try (Connection connection = connect(module);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url(String database) {
        return "jdbc:mariadb://" + server.host() + ":" + server.port() + "/" + database;
    }

    private String moduleFile(LabModule module) {
        return """
                name: %s
                display-name: %s
                order: %d
                migrations: %s
                undo: %s
                database:
                  url: %s
                  user: %s
                  password: %s
                predecessor:
                  table: migrate_version
                  column: version
                """.formatted(
                        module.name(),
                        module.displayName(),
                        module.order(),
                        relative(module.migrations()),
                        relative(module.undo()),
                        url(module.name()),
                        USER,
                        PASSWORD);
    }

    private Path relative(Path folder) {
        return directory.resolve(MODULE_FILES).toAbsolutePath().relativize(folder.toAbsolutePath());
    }
}
