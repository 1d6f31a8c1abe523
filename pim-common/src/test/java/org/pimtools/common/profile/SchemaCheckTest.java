package org.pimtools.common.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine.TargetColumn;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Kinton;

@Tag("slow")
class SchemaCheckTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private final MariaDbServer server = MariaDbServer.shared();
    private Database database;

    @BeforeEach
    void createDatabase() {
        database = servers.add(server.createDatabase());
    }

    private void schema(Kinton.Option... options) throws SQLException {
        try (Connection connection = database.connect()) {
            Kinton.create(connection, options);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private SchemaState check() throws SQLException {
        try (Connection connection = database.connect()) {
            return SchemaCheck.check(connection, SchemaProfile.shipped());
        }
    }

    private SchemaState checkAs(String user, String... grants) throws SQLException {
        server.createUser(user, "pw", grants);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), user, "pw")) {
            return SchemaCheck.check(connection, SchemaProfile.shipped());
        }
    }

    private String user(String name) {
        return database.name() + "_" + name;
    }

    private static ToolException refused(Check check) {
        ToolException e = assertThrows(ToolException.class, check::run);
        assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
        return e;
    }

    private interface Check {
        void run() throws SQLException;
    }

    @Test
    void describesTheColumnsThatAreWritten() throws SQLException {
        schema();
        SchemaState state = check();
        assertEquals(
                List.of(
                        new TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4"),
                        new TargetColumn("firewall_policy", "provider_id", "varchar", 255, "utf8mb4"),
                        new TargetColumn("load_balancer", "provider_id", "varchar", 255, "utf8mb4"),
                        new TargetColumn("load_balancer_node", "node_ref", "varchar", 255, "utf8mb4")),
                state.columns());
        assertEquals(1, state.triggers().size());
        assertTrue(state.triggersVisible());
        assertEquals(Set.of("backup_manager"), state.absentTables());
    }

    @Test
    void saysThatTheDatabaseWasNotUpdatedYet() throws SQLException {
        schema(Kinton.Option.OLD_SCHEMA);
        ToolException e = refused(this::check);
        assertEquals("the database " + database.name() + " lacks column virtualmachine.provider_id", e.getMessage());
        assertEquals(
                "the database has not been updated to 5.3 yet: update it first, or make a rehearsal plan", e.hint());
        try (Connection connection = database.connect()) {
            assertEquals(
                    Optional.empty(),
                    SchemaCheck.check(connection, SchemaProfile.shipped(), true).providerId());
        }
    }

    @Test
    void namesEveryMissingTableAndColumnAtOnce(@TempDir Path folder) throws SQLException, IOException {
        schema();
        execute(
                "RENAME TABLE remote_service TO remoteservices",
                "ALTER TABLE hypervisor CHANGE managerIp manager_ip VARCHAR(255)",
                "ALTER TABLE virtualmachine DROP COLUMN provider_id");
        ToolException e = refused(this::check);
        assertEquals(
                "the database " + database.name()
                        + " lacks column hypervisor.managerIp, table remote_service, column virtualmachine.provider_id",
                e.getMessage());
        assertTrue(e.hint().contains("not been updated to 5.3 yet"), e.hint());
        assertTrue(e.hint().contains("schema profile"), e.hint());
        assertFalse(e.hint().contains("grant"), e.hint());
        try (Connection connection = database.connect()) {
            ToolException rehearsed = refused(() -> SchemaCheck.check(connection, SchemaProfile.shipped(), true));
            assertEquals("a table or column of another name goes into a schema profile", rehearsed.hint());
        }

        Path file = Files.writeString(folder.resolve("mine.yaml"), """
                profile: mine
                tables:
                  remote_service: {table: remoteservices}
                  hypervisor: {columns: {managerIp: manager_ip}}
                """);
        try (Connection connection = database.connect()) {
            SchemaCheck.check(connection, SchemaProfile.load(file), true);
        }
    }

    @Test
    void doesWithoutOptionalTables() throws SQLException {
        schema();
        execute(
                "DROP TABLE backup_job",
                "ALTER TABLE load_balancer_node DROP COLUMN node_ref",
                "DROP TABLE firewall_policy_virtualmachine",
                "DROP TABLE firewall_policy",
                "ALTER TABLE load_balancer DROP COLUMN provider_id");
        SchemaState state = check();
        assertEquals(
                Set.of(
                        "backup_job",
                        "backup_manager",
                        "firewall_policy",
                        "firewall_policy_virtualmachine",
                        "load_balancer"),
                state.absentTables());
        assertFalse(state.has("backup_job"));
        assertEquals(List.of(), state.references());
        assertEquals(1, state.columns().size());
    }

    @Test
    void aReferenceOfAProfileSaysWhatItsKeyHolds(@TempDir Path folder) throws Exception {
        schema();
        execute("CREATE TABLE target (nr INT, site VARCHAR(20), idVM INT, label TEXT, at TIMESTAMP)");
        String profile = """
                profile: mine
                references:
                  targets: {table: target, key: [%s], vm: idVM, column: %s, replaces: part}
                """;
        Path file = Files.writeString(folder.resolve("mine.yaml"), profile.formatted("nr, site", "label"));
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), profile.formatted("at", "name"));
        try (Connection connection = database.connect()) {
            SchemaState state = SchemaCheck.check(connection, SchemaProfile.load(file), true);
            ReferenceTable found = state.references().get(1);
            assertEquals(List.of(KeyColumn.number("nr"), new KeyColumn("site", KeyCell.Type.TEXT)), found.key());
            assertEquals(ReferenceRule.Replaces.PART, found.rule().replaces());
            ToolException refusal = assertThrows(
                    ToolException.class, () -> SchemaCheck.check(connection, SchemaProfile.load(wrong), true));
            assertTrue(
                    refusal.getMessage().endsWith("column target.at as an integer or a text, column target.name"),
                    refusal.getMessage());
        }
    }

    @Test
    void everyFaultOfAReferenceIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), """
                profile: mine
                references:
                  targets: {table: "a b", key: [], vm: idVM, replaces: some}
                """);
        ToolException refusal = assertThrows(ToolException.class, () -> SchemaProfile.load(file));
        assertTrue(
                refusal.getMessage()
                        .endsWith("references.targets.key is no list of 1 to 4 columns;"
                                + " references.targets.replaces is neither whole nor part; references.targets.table is no plain name;"
                                + " references.targets.column is missing"),
                refusal.getMessage());
    }

    @Test
    void selectIsEnoughAndTriggersAreThenUnknown() throws SQLException {
        schema();
        SchemaState state = checkAs(user("r"), "SELECT ON " + database.name() + ".*");
        assertTrue(state.providerId().isPresent());
        assertEquals(List.of(), state.triggers());
        assertFalse(state.triggersVisible());
    }

    @Test
    void knowsThatThereIsNoTriggerOnlyWhenItWouldSeeOne() throws SQLException {
        schema(Kinton.Option.NO_TRIGGER);
        SchemaState state = checkAs(
                user("t"), "SELECT ON " + database.name() + ".*", "TRIGGER ON " + database.name() + ".virtualmachine");
        assertEquals(List.of(), state.triggers());
        assertTrue(state.triggersVisible());
    }

    @Test
    void aUserWhoSeesOnlyAPartLearnsWhatToGrant() throws SQLException {
        schema();
        ToolException e = refused(() -> checkAs(
                user("p"),
                "SELECT ON " + database.name() + ".datacenter",
                "SELECT (idVM, name) ON " + database.name() + ".virtualmachine",
                "UPDATE ON " + database.name() + ".hypervisor"));
        assertTrue(e.getMessage().contains("table physicalmachine"), e.getMessage());
        assertTrue(e.getMessage().contains("table hypervisor"), e.getMessage());
        assertTrue(e.getMessage().contains("column virtualmachine.UUID"), e.getMessage());
        assertFalse(e.getMessage().contains("datacenter,"), e.getMessage());
        assertTrue(
                e.hint().endsWith("or the account may not see them: grant SELECT on " + database.name() + ".* to it"),
                e.hint());
    }

    @Test
    void aRoleCountsToo() throws SQLException {
        schema(Kinton.Option.OLD_SCHEMA);
        String role = user("role");
        String user = user("u");
        execute("CREATE ROLE " + role, "GRANT SELECT, TRIGGER ON " + database.name() + ".* TO " + role);
        server.createUser(user, "pw");
        execute("GRANT " + role + " TO " + user, "SET DEFAULT ROLE " + role + " FOR " + user);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), user, "pw")) {
            ToolException e = refused(() -> SchemaCheck.check(connection, SchemaProfile.shipped()));
            assertEquals(
                    "the database has not been updated to 5.3 yet: update it first, or make a rehearsal plan",
                    e.hint());
        }
    }
}
