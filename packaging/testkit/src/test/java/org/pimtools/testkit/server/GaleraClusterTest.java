package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class GaleraClusterTest {
    @Test
    void whatIsCommittedOnOneNodeIsReadOnTheOther() throws SQLException {
        try (GaleraCluster cluster = GaleraCluster.start()) {
            MariaDbServer first = cluster.nodes().get(0);
            MariaDbServer second = cluster.nodes().get(1);
            first.execute("CREATE DATABASE x");
            first.execute("CREATE TABLE x.t (n INT PRIMARY KEY)");
            first.execute("INSERT INTO x.t VALUES (1)");
            assertEquals(1, sum(second));
            second.execute("INSERT INTO x.t VALUES (2)");
            assertEquals(3, sum(first));
        }
    }

    private static int sum(MariaDbServer node) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION wsrep_sync_wait = 1");
            try (ResultSet row = statement.executeQuery("SELECT SUM(n) FROM x.t")) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
