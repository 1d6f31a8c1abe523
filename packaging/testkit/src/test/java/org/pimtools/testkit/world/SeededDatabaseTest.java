package org.pimtools.testkit.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

@Tag("slow")
class SeededDatabaseTest {
    private static final Size SIZE = new Size(2, 2_000);

    @Test
    void theDatabaseHoldsTheWorldToTheCharacter() throws SQLException {
        World world = World.of(11, SIZE, Traits.standard().with(new Traits.Sites(Set.of(EndpointType.ESXI), 2)));
        Endpoint vCenter = world.endpoints().get(0);
        world.place(vCenter, new Place("127.0.0.1", 8989, "someone", "very secret"));
        world.place(world.endpoints().get(2), new Place("127.0.0.2", 16509, "other", "also secret"));
        try (Database database = MariaDbServer.shared().createDatabase();
                Connection connection = database.connect()) {
            Kinton.create(connection);
            world.seed(connection);
            List<String> expected = new ArrayList<>();
            world.forEachVm(vm -> expected.add(vm.idVm() + " " + vm.name() + " " + vm.uuid() + " " + vm.state() + " "
                    + (vm.captured() ? 0 : 1) + " "
                    + (vm.machine() == null ? null : vm.machine().idHypervisor()) + " null"));
            assertEquals(
                    expected,
                    strings(
                            connection,
                            "SELECT CONCAT(idVM, ' ', name, ' ', UUID, ' ', state, ' ', idType, ' ',"
                                    + " COALESCE(idHypervisor, 'null'), ' ', COALESCE(provider_id, 'null'))"
                                    + " FROM virtualmachine WHERE temporal IS NULL ORDER BY idVM"));
            assertEquals(
                    List.of("2"),
                    strings(
                            connection,
                            "SELECT COUNT(DISTINCT idDataCenter) FROM remote_service"
                                    + " WHERE remoteServiceType = 'VIRTUAL_SYSTEM_MONITOR'"));
            assertEquals(
                    List.of("VCENTER_CLUSTER 8989 someone very secret"),
                    strings(
                            connection,
                            "SELECT DISTINCT CONCAT_WS(' ', type, managerPort, managerUser, managerPassword)"
                                    + " FROM hypervisor WHERE managerIp = '127.0.0.1'"));
            assertEquals(
                    List.of("KVM 16509 other also secret"),
                    strings(
                            connection,
                            "SELECT CONCAT_WS(' ', type, port, user, password, managerIp)"
                                    + " FROM hypervisor WHERE ip = '127.0.0.2'"));
            for (String table : List.of("firewall_policy_virtualmachine", "load_balancer_node", "backup_job")) {
                assertTrue(Integer.parseInt(strings(connection, "SELECT COUNT(*) FROM " + table)
                                .get(0))
                        > 0);
            }
        }
    }

    @Test
    void theTriggerFiresUnlessTheSessionDisablesIt() throws SQLException {
        try (Database database = MariaDbServer.shared().createDatabase();
                Connection connection = database.connect();
                Statement sql = connection.createStatement()) {
            Kinton.create(connection);
            World.of(1, new Size(1, 20)).seed(connection);
            DatabaseSnapshot before = DatabaseSnapshot.of(connection);
            sql.execute("SET @DISABLE_STATS_TRIGGERS = 1");
            sql.execute("UPDATE virtualmachine SET version_c = version_c + 1");
            assertEquals(0, Kinton.accountingEvents(connection));
            assertEquals(List.of("virtualmachine"), before.diff(DatabaseSnapshot.of(connection)));
            sql.execute("SET @DISABLE_STATS_TRIGGERS = NULL");
            sql.execute("UPDATE virtualmachine SET version_c = version_c - 1");
            assertEquals(20, Kinton.accountingEvents(connection));
            assertEquals(List.of("accounting_event_vm"), before.diff(DatabaseSnapshot.of(connection)));
        }
    }

    @Test
    void anOldSchemaHasNoProviderIdAndOtherCharacterSetsHoldTheirNames() throws SQLException {
        try (Database database = MariaDbServer.shared().createDatabase();
                Connection connection = database.connect()) {
            Kinton.create(connection, Kinton.Option.OLD_SCHEMA, Kinton.Option.LATIN1, Kinton.Option.NO_TRIGGER);
            World world = World.of(4, SIZE, Traits.standard().with(Traits.Repertoire.LATIN1));
            world.seed(connection);
            assertFalse(strings(connection, "SHOW COLUMNS FROM virtualmachine").contains("provider_id"));
            assertEquals(List.of(), strings(connection, "SHOW TRIGGERS"));
            List<String> names = new ArrayList<>();
            world.forEachVm(vm -> names.add(vm.name()));
            assertEquals(
                    names, strings(connection, "SELECT name FROM virtualmachine WHERE temporal IS NULL ORDER BY idVM"));
        }
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
