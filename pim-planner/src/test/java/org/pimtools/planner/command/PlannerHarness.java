package org.pimtools.planner.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pimtools.common.cli.Tool;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.World;

/** A database with the platform's schema, an account that may only read it, and the planner to run on it. */
final class PlannerHarness implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final Path folder;
    final Database database;
    private boolean knowsHosts = true;
    private final String user = "r" + UUID.randomUUID().toString().replace("-", "");
    private final String password = "pw-" + UUID.randomUUID();

    /** What a run left behind. */
    record Run(int exit, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }
    }

    PlannerHarness(Path folder, Kinton.Option... options) throws SQLException, IOException {
        this(MariaDbServer.shared(), folder, options);
    }

    PlannerHarness(MariaDbServer server, Path folder, Kinton.Option... options) throws SQLException, IOException {
        this.folder = folder;
        this.database = server.createDatabase();
        try (Connection connection = database.connect()) {
            Kinton.create(connection, options);
        }
        server.createUser(user, password, "SELECT ON " + database.name() + ".*");
        password("password", password);
        password("admin", server.password());
    }

    private void password(String file, String secret) throws IOException {
        Files.writeString(folder.resolve(file), secret + "\n");
        Files.setPosixFilePermissions(folder.resolve(file), PosixFilePermissions.fromString("rw-------"));
    }

    /** A small platform in which nothing is wrong: one datacenter, one vCenter with a pin to come, two machines, two VMs. */
    PlannerHarness withSmallPlatform() throws SQLException {
        sql("INSERT INTO datacenter VALUES (1, '11111111-1111-4111-8111-111111111111', 'Paris')");
        sql("INSERT INTO remote_service (uri, idDataCenter, status, remoteServiceType)"
                + " VALUES ('http://10.0.0.9:8080/vsm', 1, 1, 'VIRTUAL_SYSTEM_MONITOR')");
        sql("INSERT INTO physicalmachine VALUES (101, 1, 1, 'a', 3), (102, 1, 1, 'b', 3)");
        sql("INSERT INTO hypervisor (id, idPhysicalMachine, ip, ipService, port, type, managerIp, managerPort,"
                + " managerUser, managerPassword)"
                + " VALUES (1, 101, '10.0.0.1', '10.0.0.1', 443, 'VCENTER_CLUSTER', 'vc.example', 443, 'svc', 'vc-secret'),"
                + " (2, 102, '10.0.0.2', '10.0.0.2', 443, 'VCENTER_CLUSTER', 'vc.example', 443, 'svc', 'vc-secret')");
        sql("INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType) VALUES"
                + " (1, 2, 'aaaaaaaa-0000-4000-8000-000000000001', 'web', 'ON', 1),"
                + " (2, 1, 'aaaaaaaa-0000-4000-8000-000000000002', 'ABQ_aaaaaaaa-0000-4000-8000-000000000002', 'OFF', 1),"
                + " (3, 1, 'aaaaaaaa-0000-4000-8000-000000000003', 'next', 'NOT_ALLOCATED', 1)");
        return this;
    }

    PlannerHarness withWorld(World world) throws SQLException {
        try (Connection connection = database.connect()) {
            world.seed(connection);
        }
        return this;
    }

    /** From now on no overview is taken for made: no host's key is known that no command was told. */
    PlannerHarness withoutHosts() throws IOException {
        knowsHosts = false;
        for (Path file : HostFiles.keys(folder.resolve("state"))) {
            Files.delete(file);
        }
        return this;
    }

    /** Runs statements, without checking foreign keys. */
    void sql(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 0");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs the planner as the account that may only read, with a state directory of its own. */
    Run run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(Arrays.asList(arguments));
        if (!command.equals("show")) {
            all.addAll(databaseOptions());
        }
        if (!command.equals("endpoints")) {
            stateDirectory(all);
        }
        if (Set.of("apply", "verify", "overview").contains(command)) {
            knowHosts();
        }
        return bare(all);
    }

    /** Runs {@code apply} on these files as an account with all rights. */
    Run apply(Path plan, List<Path> files, String... more) {
        List<String> all = new ArrayList<>(List.of("apply"));
        files.forEach(file -> all.add(file.toString()));
        all.addAll(List.of("--plan", plan.toString()));
        all.addAll(Arrays.asList(more));
        all.addAll(databaseOptions(database.server().user(), "admin"));
        stateDirectory(all);
        knowHosts();
        return bare(all);
    }

    /** What an overview of the dry runs of all hosts would remember. */
    void knowHosts() {
        if (knowsHosts) {
            HostFiles.trust(folder.resolve("state"));
        }
    }

    /** The planner's own key lies there, unless the call names another place. */
    private void stateDirectory(List<String> arguments) {
        if (!arguments.contains("--state-dir")) {
            arguments.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        }
    }

    /** The first column of the first row. */
    String value(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** What must stay, or come back. */
    Map<String, String> checksums() throws SQLException {
        Map<String, String> checksums = new LinkedHashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "CHECKSUM TABLE virtualmachine, load_balancer_node, accounting_event_vm")) {
            while (rows.next()) {
                checksums.put(rows.getString(1), rows.getString(2));
            }
        }
        return checksums;
    }

    /** Those of a command that asks the database and has to know the planner's own key. */
    List<String> options() {
        List<String> all = new ArrayList<>(databaseOptions());
        stateDirectory(all);
        return all;
    }

    List<String> databaseOptions() {
        return databaseOptions(user, "password");
    }

    private List<String> databaseOptions(String account, String passwordFile) {
        return List.of(
                "--db-host",
                database.server().host(),
                "--db-port",
                String.valueOf(database.server().port()),
                "--db-name",
                database.name(),
                "--db-user",
                account,
                "--db-password-file",
                folder.resolve(passwordFile).toString());
    }

    static Run bare(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Tool.run(
                "pim-planner",
                new PimPlanner(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments.toArray(String[]::new));
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The folder for plans, which is not the state directory. */
    Path plan(String name) throws IOException {
        return Files.createDirectories(folder.resolve("plans")).resolve(name);
    }

    String user() {
        return user;
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP USER " + user);
        }
        database.close();
    }
}
