package org.pimtools.migrator.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Change.Cell;
import org.pimtools.migrator.step.Change.KeyPart;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** The tables that the SQL files write, with the accounting trigger and columns of several character sets. */
final class Platform implements AutoCloseable {
    static final List<String> HOSTILE_NAMES = List.of(
            "it's \"quoted\"",
            "back\\slash\\",
            "new\nline -- \n\\! touch /tmp/pim-was-here",
            "x'); UPDATE virtualmachine SET provider_id = 'owned'; -- ",
            "nul\0byte",
            "caf\u00e9 \ud83d\ude00",
            "\u202Eevil",
            "trailing ",
            "//\nEND//",
            "${table}",
            "%s%n");

    private final Database database;

    Platform(MariaDbServer server) {
        database = server.createDatabase();
        execute(
                "CREATE TABLE virtualmachine (idVM INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, idHypervisor INT UNSIGNED,"
                        + " UUID VARCHAR(36) CHARACTER SET latin1 NOT NULL, name VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,"
                        + " state VARCHAR(50), provider_id VARCHAR(255) CHARACTER SET utf8mb3) ENGINE=InnoDB");
        execute("CREATE TABLE load_balancer_node (idLoadBalancer INT UNSIGNED NOT NULL, idVM INT UNSIGNED NOT NULL,"
                + " node_ref VARCHAR(255) CHARACTER SET latin1, PRIMARY KEY (idLoadBalancer, idVM)) ENGINE=InnoDB");
        execute("CREATE TABLE accounting (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, idVM INT UNSIGNED)");
        execute(
                "CREATE TRIGGER update_virtualmachine_update_stats AFTER UPDATE ON virtualmachine FOR EACH ROW BEGIN"
                        + " IF (@DISABLE_STATS_TRIGGERS IS NULL) THEN INSERT INTO accounting (idVM) VALUES (NEW.idVM); END IF; END");
    }

    Database database() {
        return database;
    }

    /** Makes VMs 1 to count, the first ones with hostile names, each tenth with a load balancer node. */
    void fill(int count) {
        try (Connection connection = database.connect();
                PreparedStatement vm = connection.prepareStatement(
                        "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state) VALUES (?, ?, ?, ?, 'ON')");
                PreparedStatement node = connection.prepareStatement(
                        "INSERT INTO load_balancer_node (idLoadBalancer, idVM, node_ref) VALUES (7, ?, ?)")) {
            connection.createStatement().execute("SET SESSION binlog_format = ROW");
            connection.setAutoCommit(false);
            for (int id = 1; id <= count; id++) {
                vm.setInt(1, id);
                vm.setObject(2, hypervisor(id));
                vm.setString(3, uuid(id));
                vm.setString(4, name(id));
                vm.addBatch();
                if (id % 10 == 0) {
                    node.setInt(1, id);
                    node.setString(2, nodeRef(id));
                    node.addBatch();
                }
            }
            vm.executeBatch();
            node.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The changes of the VMs 1 to count. */
    static List<Change.SetRow> changes(int count) {
        List<Change.SetRow> changes = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            String hypervisor = hypervisor(id) == null ? null : hypervisor(id).toString();
            changes.add(new Change.SetRow(
                    changes.size() + 1,
                    id,
                    SqlRole.VM,
                    "virtualmachine",
                    List.of(new KeyPart("idVM", KeyCell.of(id))),
                    List.of(
                            new Cell("UUID", uuid(id)),
                            new Cell("name", name(id)),
                            new Cell("idHypervisor", hypervisor)),
                    "provider_id",
                    null,
                    providerId(id)));
            if (id % 10 == 0) {
                changes.add(new Change.SetRow(
                        changes.size() + 1,
                        id,
                        SqlRole.REFERENCE,
                        "load_balancer_node",
                        List.of(new KeyPart("idLoadBalancer", KeyCell.of(7)), new KeyPart("idVM", KeyCell.of(id))),
                        List.of(),
                        "node_ref",
                        nodeRef(id),
                        providerId(id)));
            }
        }
        return changes;
    }

    static String name(int id) {
        return id <= HOSTILE_NAMES.size() ? HOSTILE_NAMES.get(id - 1) : "ABQ_" + uuid(id);
    }

    static String uuid(int id) {
        return String.format("00000000-0000-4000-8000-%012d", id);
    }

    static String providerId(int id) {
        return "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-" + id;
    }

    private static String nodeRef(int id) {
        return id == 10 ? "caf\u00e9's" : "node-" + id;
    }

    private static Integer hypervisor(int id) {
        return id == 3 ? null : id / 50 + 1;
    }

    void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row, as text. */
    String query(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What must come back by a rollback. */
    List<String> checksums() {
        List<String> checksums = new ArrayList<>();
        for (String table : List.of("virtualmachine", "load_balancer_node", "accounting")) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("CHECKSUM TABLE " + table)) {
                rows.next();
                checksums.add(rows.getString(2));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return checksums;
    }

    /** How many VMs and nodes carry their provider ID. */
    String migrated() {
        return query("SELECT CONCAT((SELECT COUNT(*) FROM virtualmachine WHERE provider_id LIKE 'eb75%'), ' ',"
                + " (SELECT COUNT(*) FROM load_balancer_node WHERE node_ref LIKE 'eb75%'))");
    }

    @Override
    public void close() {
        database.close();
    }
}
