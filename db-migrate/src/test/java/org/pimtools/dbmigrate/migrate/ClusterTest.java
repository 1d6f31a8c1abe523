package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.migrate.MigrationRig.version;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.testkit.server.GaleraCluster;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;

/** Two controllers, each at a node of its own of the replicated database. */
@Tag("slow")
class ClusterTest {
    private static final int ROUNDS = 30;
    /** Round trips before the first of a script. */
    private static final int FIRST_CUT = 25;

    private static final List<String> ENDS = List.of("asks", "source[500]", "copy[501]");

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    private static GaleraCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        cluster = SERVERS.add(GaleraCluster.start());
    }

    @Test
    void ofTwoRunsAtOnceOneWorksAndTheOtherFindsNoChanges() throws Exception {
        MariaDbServer first = cluster.nodes().get(0);
        MariaDbServer second = cluster.nodes().get(1);
        try (MigrationRig ours = new MigrationRig(first, folder, "rounds")) {
            ours.migration(1, "trace", "CREATE TABLE trace (n INT) ENGINE=InnoDB;\n");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            List<String> unexpected = new ArrayList<>();
            for (int version = 2; version <= ROUNDS + 1; version++) {
                ours.migration(
                        version,
                        "round",
                        "INSERT INTO trace VALUES (%1$d01);\nCREATE TABLE t%1$d (n INT) ENGINE=InnoDB;\nINSERT INTO trace VALUES (%1$d03);\n"
                                .formatted(version));
                CyclicBarrier together = new CyclicBarrier(2);
                CompletableFuture<ModuleResult> other = CompletableFuture.supplyAsync(() -> at(together, ours, second));
                List<ModuleResult> results = List.of(at(together, ours, first), other.get());
                long winners = results.stream()
                        .filter(ModuleResult.Changed.class::isInstance)
                        .count();
                if (winners != 1 || !results.contains(new ModuleResult.NoChanges(version(version)))) {
                    unexpected.add(results.toString());
                }
            }
            assertEquals(List.of(), unexpected);
            List<String> once = IntStream.rangeClosed(2, ROUNDS + 1)
                    .boxed()
                    .flatMap(version -> java.util.stream.Stream.of(version + "01", version + "03"))
                    .toList();
            assertEquals(once, ours.column("SELECT n FROM trace ORDER BY n"));
            assertEquals(
                    List.of(String.valueOf(ROUNDS + 1)), ours.column("SELECT COUNT(*) FROM flyway_schema_history"));
            assertEquals(new ModuleResult.NoChanges(version(ROUNDS + 1)), ours.runAt(second, 5));
        }
    }

    @Test
    void whoIsCutOffOnOneNodeKeepsTheOtherOutUntilItsLeaseEnds() throws Exception {
        MariaDbServer second = cluster.nodes().get(1);
        try (MigrationRig ours = new MigrationRig(cluster.nodes().get(0), folder, "cut_off")) {
            ours.migration(
                    1,
                    "trace",
                    "CREATE TABLE trace (n INT) ENGINE=InnoDB;\nINSERT INTO trace VALUES (2);\nALTER TABLE trace ADD COLUMN m INT;\nINSERT INTO trace VALUES (4, 4);\n");
            cutOffBehindTheFirstRow(ours);
            ModuleResult.Failed refused = assertInstanceOf(ModuleResult.Failed.class, ours.runAt(second, 1));
            assertEquals(ExitCode.UNSAFE, refused.exit());
            assertTrue(
                    refused.message().matches("another run works on this database: process \\d+ on .+"),
                    refused.message());
            assertTrue(refused.hint().contains("--lock-timeout"), refused.hint());
            assertEquals(List.of("2"), ours.column("SELECT n FROM trace"));

            ours.sql("UPDATE aos_migrate_lease SET expires = UTC_TIMESTAMP(6)");
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.runAt(second, 5));
            assertEquals(3, changed.scripts().get(0).resumedAt());
            assertEquals(new ModuleResult.NoChanges(version(1)), ours.newest());
            assertEquals(List.of("2", "4"), ours.column("SELECT n FROM trace ORDER BY n"));
        }
    }

    /** Host name, port and server id are those of the image; what a node is called in its group is its own. */
    @Test
    void nodesOfOneImageAreTwoServers() throws Exception {
        try (MigrationRig ours = new MigrationRig(cluster.nodes().get(0), folder, "one_image")) {
            ours.migration(1, "first", "CREATE TABLE first (n INT) ENGINE=InnoDB;\n");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            String first = ours.column("SELECT server FROM aos_migrate_lease WHERE id = 1")
                    .get(0);
            ours.migration(2, "second", "CREATE TABLE second (n INT) ENGINE=InnoDB;\n");
            assertInstanceOf(
                    ModuleResult.Changed.class, ours.runAt(cluster.nodes().get(1), 60));
            String second = ours.column("SELECT server FROM aos_migrate_lease WHERE id = 1")
                    .get(0);
            assertTrue(first.matches("[^/]+/\\d+/[0-9a-f-]{36}"), first);
            assertTrue(second.matches("[^/]+/\\d+/[0-9a-f-]{36}"), second);
            assertNotEquals(first.substring(first.lastIndexOf('/')), second.substring(second.lastIndexOf('/')));
        }
    }

    /** A node makes the table before its rows: where a cut leaves one without the other, the run asks. */
    @Test
    void aTableThatIsFilledAsItIsMadeIsWholeOrAskedFor() throws Exception {
        MariaDbServer second = cluster.nodes().get(1);
        List<String> ends = new ArrayList<>();
        boolean isCut = true;
        for (int at = FIRST_CUT; isCut; at++) {
            try (MigrationRig ours = new MigrationRig(cluster.nodes().get(0), folder, "filled_" + at)) {
                ours.migration(
                        1,
                        "filled",
                        "CREATE TABLE source (n INT PRIMARY KEY) ENGINE=InnoDB;\n"
                                + "INSERT INTO source SELECT seq FROM seq_1_to_500;\n"
                                + "CREATE TABLE copy (PRIMARY KEY (n)) ENGINE=InnoDB SELECT n FROM source;\n"
                                + "INSERT INTO copy VALUES (1000);\n");
                isCut = ours.cutOff(at);
                if (isCut) {
                    ours.sql("UPDATE aos_migrate_lease SET expires = UTC_TIMESTAMP(6)");
                }
                ModuleResult end = ours.runAt(second, 20);
                if (end instanceof ModuleResult.Failed asks) {
                    assertTrue(asks.message().contains("statement 3 of 4"), asks.message());
                    assertTrue(asks.hint().contains("--resolve"), asks.hint());
                    ends.add("asks");
                    continue;
                }
                for (MariaDbServer node : cluster.nodes()) {
                    ends.add(rows(node, "filled_" + at, "source"));
                    ends.add(rows(node, "filled_" + at, "copy"));
                }
            }
        }
        assertEquals(List.of(), ends.stream().filter(end -> !ENDS.contains(end)).toList());
        assertTrue(ends.containsAll(ENDS), ends.toString());
    }

    /** How many rows a node has, once it has what the others have. */
    private static String rows(MariaDbServer node, String database, String table) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET wsrep_sync_wait = 1");
            ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + database + "." + table);
            row.next();
            return table + "[" + row.getString(1) + "]";
        }
    }

    private static ModuleResult at(CyclicBarrier together, MigrationRig workshop, MariaDbServer node) {
        try {
            together.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return workshop.runAt(node, 30);
    }

    private static void cutOffBehindTheFirstRow(MigrationRig ours) {
        int at = 1;
        do {
            assertTrue(ours.cutOff(at++));
        } while (!ours.tables().contains("trace")
                || ours.column("SELECT n FROM trace").isEmpty());
    }
}
