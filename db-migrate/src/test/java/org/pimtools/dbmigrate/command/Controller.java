package org.pimtools.dbmigrate.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.pimtools.common.cli.Tool;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** A controller with the lab's modules: a file each, and a database on a real server. Plain Flyway brings them to the state of a case. */
final class Controller implements AutoCloseable {
    private static final Path LAB = Path.of("../packaging/lab/modules");
    private static final List<String> ORDER =
            List.of("cloud_manager", "clouds", "dashboard", "journal", "monitor", "scheduler", "rs_server");
    private static final Map<String, String> DISPLAY = Map.of(
            "cloud_manager", "CloudManager",
            "clouds", "Clouds",
            "dashboard", "Dashboard",
            "journal", "Journal",
            "monitor", "Monitor",
            "scheduler", "Scheduler",
            "rs_server", "RSserver");

    /** As far as the lab's scripts go. */
    static final int NEWEST = Integer.MAX_VALUE;

    private final Path home;
    private final Map<String, Database> databases = new LinkedHashMap<>();

    /** What one run showed. */
    record Seen(int exit, String out, String err) {}

    /** @param home where files, scripts and the log go; no module is there yet */
    Controller(Path home) {
        this.home = home;
        try {
            Files.createDirectories(home.resolve("modules.d"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    Database database(String module) {
        return databases.get(module);
    }

    /** The module with its database at a version, 0 for an empty one; its folder goes up to another. */
    Controller module(String module, int version, int newest) {
        return moduleOn(MariaDbServer.shared(), module, version, newest);
    }

    Controller moduleOn(MariaDbServer server, String module, int version, int newest) {
        Database database = server.createDatabase();
        databases.put(module, database);
        scripts(module, newest);
        if (version > 0) {
            flyway(module)
                    .target(version == NEWEST ? "latest" : String.valueOf(version))
                    .load()
                    .migrate();
        }
        return file(module, server, server.port(), database.name());
    }

    /** The modules that are not there yet, all current. */
    Controller others() {
        ORDER.stream()
                .filter(module -> !databases.containsKey(module))
                .forEach(module -> module(module, NEWEST, NEWEST));
        return this;
    }

    /** All modules of which no server answers. */
    Controller down() {
        ORDER.forEach(module -> {
            scripts(module, NEWEST);
            file(module, MariaDbServer.shared(), 1, module);
        });
        return this;
    }

    private Controller file(String module, MariaDbServer server, int port, String database) {
        return write("modules.d/" + module + ".yaml", """
                name: %s
                display-name: %s
                order: %d
                migrations: ../sql/%s/migrations
                undo: ../sql/%s/undo
                database:
                  url: jdbc:mariadb://127.0.0.1:%d/%s
                  user: "%s"
                  password: "%s"
                """.formatted(
                        module,
                        DISPLAY.get(module),
                        ORDER.indexOf(module) + 1,
                        module,
                        module,
                        port,
                        database,
                        server.user(),
                        server.password()));
    }

    /** Lines for the end of a module's file, where the group of its database is still open. */
    Controller append(String module, String lines) {
        return replace(module, "\n\\z", "\n" + lines);
    }

    Controller replace(String module, String regex, String text) {
        try {
            String file = "modules.d/" + module + ".yaml";
            String before = Files.readString(home.resolve(file));
            return write(file, before.replaceFirst(regex, Matcher.quoteReplacement(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Controller write(String file, String text) {
        try {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), text);
            Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void scripts(String module, int newest) {
        try {
            for (String kind : List.of("migrations", "undo")) {
                Path to = Files.createDirectories(
                        home.resolve("sql").resolve(module).resolve(kind));
                try (Stream<Path> files = Files.list(LAB.resolve(module).resolve(kind))) {
                    for (Path file : files.toList()) {
                        String name = file.getFileName().toString();
                        if (Integer.parseInt(name.substring(1, name.indexOf("__"))) <= newest) {
                            Files.copy(file, to.resolve(name));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FluentConfiguration flyway(String module) {
        Database database = database(module);
        return Flyway.configure()
                .dataSource(
                        database.jdbcUrl(),
                        database.server().user(),
                        database.server().password())
                .locations("filesystem:" + home.resolve("sql").resolve(module).resolve("migrations"))
                .placeholderReplacement(false);
    }

    Seen run(String... args) {
        return run(List.of(args));
    }

    Seen run(List<String> args) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of("--modules-dir", home.resolve("modules.d").toString()));
        all.addAll(List.of("--log-file", home.resolve("run.log").toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Tool.run(
                "aos-db-migrate",
                new AosDbMigrate(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all.toArray(String[]::new));
        return new Seen(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    void sql(String module, String... statements) {
        try (Connection connection = database(module).connect()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void admin(String... statements) {
        try (Connection connection = MariaDbServer.shared().connect()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> tables(String module) {
        List<String> tables = new ArrayList<>();
        try (Connection connection = database(module).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW TABLES")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
            return tables;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        databases.values().forEach(Database::close);
    }
}
