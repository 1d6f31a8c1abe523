package org.pimtools.migrator.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlLiterals;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.migrator.step.Change;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;

@Tag("slow")
class SqlUpdateFileTest {
    private static final int VMS = 6_000;
    private static final String ALL = VMS + " " + VMS / 10;
    private static final String SESSION =
            "SELECT CONCAT_WS('|', @@sql_mode, @@autocommit, @@sql_safe_updates, @@max_statement_time, @@in_transaction,"
                    + " IFNULL(@DISABLE_STATS_TRIGGERS, 'null'), IFNULL(@pim_tools_saved, 'null'),"
                    + " IFNULL(IS_USED_LOCK(CONCAT('pim-tools.', MD5(DATABASE()))), 'free'));\n";

    private static final String METRIC = "SELECT COUNT(*) FROM information_schema.INNODB_METRICS WHERE NAME = ";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private Platform platform;
    private Client client;
    private Path update;
    private Path rollback;

    @BeforeEach
    void fill() {
        platform = servers.add(new Platform(MariaDbServer.shared()));
        platform.fill(VMS);
        client = new Client(platform.database(), folder);
        update = render(SqlDirection.UPDATE, Platform.changes(VMS));
        rollback = render(SqlDirection.ROLLBACK, Platform.changes(VMS));
    }

    private Path render(SqlDirection direction, List<Change.SetRow> changes) {
        SqlManifest manifest = new SqlManifest(
                direction,
                DatacenterId.of("Zürich ☃").orElseThrow(),
                UUID.randomUUID(),
                Instant.parse("2026-05-01T01:00:00Z"),
                "r1",
                Instant.parse("2026-05-01T02:03:04Z"),
                VMS,
                0,
                0,
                DecidedCounts.NONE);
        return SqlFiles.write(
                folder,
                manifest,
                SigningKey.loadOrCreate(folder.resolve("host.key"), SigningKey.Owner.HOST),
                changes::stream);
    }

    @Test
    void setsEveryRowAndRollsBack() throws IOException {
        List<String> before = platform.checksums();

        Client.Run run = client.feed(Files.readString(update));
        assertEquals("", run.err());
        assertEquals("result\npim-tools: 6600 rows set, 0 were set already\n", run.out());
        assertEquals(0, run.exit());
        assertEquals(ALL, platform.migrated());
        assertEquals("0", platform.query("SELECT COUNT(*) FROM accounting"));

        assertEquals(
                "result\npim-tools: 0 rows set, 6600 were set already\n",
                client.feed(Files.readString(update)).out());

        assertEquals(
                "result\npim-tools: 6600 rows put back, 0 were back already, 0 left because they were changed since\n",
                client.feed(Files.readString(rollback)).out());
        assertEquals(before, platform.checksums());
        assertEquals(
                "result\npim-tools: 0 rows put back, 6600 were back already, 0 left because they were changed since\n",
                client.feed(Files.readString(rollback)).out());
    }

    @Test
    void aKeyOfTextIsDataAndIsComparedByteByByte() throws IOException {
        List<String> sites = List.of("Case", "a'; DROP TABLE accounting; -- \u001b[31m", "\u00e4\n\ud83d\ude00", "x ");
        platform.execute("CREATE TABLE target (site VARCHAR(60) COLLATE utf8mb4_unicode_ci, no INT, label VARCHAR(255),"
                + " PRIMARY KEY (site, no)) CHARACTER SET utf8mb4");
        List<Change.SetRow> changes = new ArrayList<>();
        for (String site : sites) {
            platform.execute("INSERT INTO target VALUES (" + SqlLiterals.text(site) + ", 1, 'old')");
            changes.add(target(changes.size() + 1, site));
        }
        Path file = render(SqlDirection.UPDATE, changes);
        assertEquals(
                "result\npim-tools: 4 rows set, 0 were set already\n",
                client.feed(Files.readString(file)).out());
        assertEquals("4", platform.query("SELECT COUNT(*) FROM target WHERE label = 'new'"));
        assertEquals(
                "result\npim-tools: 4 rows put back, 0 were back already, 0 left because they were changed since\n",
                client.feed(Files.readString(render(SqlDirection.ROLLBACK, changes)))
                        .out());
        Client.Run refused = client.feed(
                Files.readString(render(SqlDirection.UPDATE, List.of(target(1, "case"), target(2, "\u001bx")))));
        assertTrue(refused.err().contains("2 of 2 rows differ, first VM 1: no such row"), refused.err());
        assertTrue(refused.out().contains("X'1B78'"), refused.out());
        assertEquals("4", platform.query("SELECT COUNT(*) FROM target WHERE label = 'old'"));
    }

    private static Change.SetRow target(int no, String site) {
        return new Change.SetRow(
                no,
                no,
                SqlRole.REFERENCE,
                "target",
                List.of(new Change.KeyPart("site", KeyCell.of(site)), new Change.KeyPart("no", KeyCell.of(1))),
                List.of(),
                "label",
                "old",
                "new");
    }

    @Test
    void holdsOnlyAsciiAndNoDataInComments() throws IOException {
        for (Path file : List.of(update, rollback)) {
            for (String line : Files.readAllLines(file)) {
                assertTrue(line.chars().allMatch(c -> c >= 32 && c < 127), line);
                assertFalse(line.contains("evil"), line);
                assertFalse(line.contains("\\"), line);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET autocommit = 0",
                "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
                "SET sql_mode = 'ANSI,EMPTY_STRING_IS_NULL,HIGH_NOT_PRECEDENCE'",
                "SET sql_safe_updates = 1",
                "SET max_statement_time = 1",
                "SET NAMES latin1",
                "SET NAMES utf8mb3 COLLATE utf8mb3_bin",
                "SET NAMES gbk",
                "SET @DISABLE_STATS_TRIGGERS = 0",
                "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET default_tmp_storage_engine = MyISAM",
                "CREATE TEMPORARY TABLE pim_tools_staging_1 (other INT)"
            })
    void leavesTheSessionAsItWas(String setting) throws IOException {
        String session = setting + ";\n" + SESSION;
        Path file = Files.writeString(folder.resolve("all.sql"), Files.readString(update));
        for (String option : List.of("plain", "source")) {
            String text = option.equals("plain") ? Files.readString(file) : "source " + file + "\n";
            Client.Run run = client.feed(session + text + SESSION);
            assertEquals("", run.err());
            String[] lines = run.out().split("\n");
            assertEquals(6, lines.length, run.out());
            assertEquals(lines[1], lines[5]);
            assertEquals(ALL, platform.migrated());
            assertEquals("0", platform.query("SELECT COUNT(*) FROM accounting"));
            client.feed(Files.readString(rollback));
            assertEquals("0 0", platform.migrated());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "force", "source", "force source", "execute"})
    void aChangedRowStopsItBeforeAnyChange(String way) throws IOException {
        platform.execute("UPDATE virtualmachine SET name = 'abq_X', provider_id = NULL WHERE idVM = 1777");
        platform.execute("DELETE FROM virtualmachine WHERE idVM = 2001");
        platform.execute("DELETE FROM accounting");
        platform.execute("UPDATE load_balancer_node SET node_ref = 'theirs' WHERE idVM = 20");
        List<String> before = platform.checksums();

        Client.Run run =
                switch (way) {
                    case "force" -> client.feed(Files.readString(update), "--force");
                    case "source" -> client.feed("source " + update + "\n" + SESSION);
                    case "force source" -> client.feed("source " + update + "\n" + SESSION, "--force");
                    case "execute" -> client.feed("", "--execute=source " + update);
                    default -> client.feed(Files.readString(update));
                };

        assertEquals(before, platform.checksums());
        assertTrue(
                run.err().contains("ERROR 1644 (45000) at line")
                        && run.err()
                                .contains("pim-tools: nothing changed: 3 of 6600 rows differ, first VM 1777: name;"
                                        + " list them: pim-planner apply"),
                run.err());
        assertTrue(run.out().contains("virtualmachine\t1777\t1777\tname\n"), run.out());
        assertTrue(run.out().contains("virtualmachine\t2001\t2001\tno such row\n"), run.out());
        assertTrue(run.out().contains("load_balancer_node\t20\t7\t20\tnode_ref\n"), run.out());
        if (run.out().contains("|")) {
            assertTrue(run.out().contains("|ON|OFF|0.000000|0|null|null|free\n"), run.out());
        }
        if (way.equals("plain")) {
            assertNotEquals(0, run.exit());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UUID = '00000000-0000-4000-8000-999999999999'",
                "name = REPLACE(name, 'ABQ', 'abq')",
                "name = CONCAT(name, ' ')",
                "idHypervisor = NULL",
                "provider_id = 'EB75C6BF-3059-47e2-a99b-72834909d3eb#vm-1'",
                "provider_id = ''"
            })
    void anyDifferenceOfBytesIsAChange(String change) throws IOException {
        platform.execute("UPDATE virtualmachine SET " + change + " WHERE idVM = 12");

        Client.Run run = client.feed(Files.readString(update));

        assertTrue(run.err().contains("1 of 6600 rows differ, first VM 12: " + change.split(" ")[0]), run.err());
        assertEquals(
                "0",
                platform.query("SELECT COUNT(*) FROM virtualmachine WHERE idVM <> 12 AND provider_id IS NOT NULL"));
    }

    @Test
    void aFileCutAnywhereChangesNothing() throws IOException {
        List<Change.SetRow> few = Platform.changes(40);
        String text = Files.readString(render(SqlDirection.UPDATE, few));
        int block = text.indexOf("DELIMITER //");
        int end = text.indexOf("\nEND\n//");
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            int cut = i % 2 == 0 ? random.nextInt(block) : block + random.nextInt(end - block);
            client.feed(text.substring(0, cut), i % 3 == 0 ? "--force" : "--batch");
            assertEquals("0 0", platform.migrated(), "cut at " + cut);
        }
    }

    @Test
    void anEditedFileChangesNothing() throws IOException {
        String text = Files.readString(update);
        String row = text.lines()
                .filter(line -> line.startsWith("(990,"))
                .findFirst()
                .orElseThrow();
        for (String edited : List.of(
                text.replace(row + "\n", ""),
                text.replace(row, row.replace("#vm-990'", "#vm-991'")),
                text.replace(row, row + "\n" + row.replace("(990,", "(9000,")),
                text.replace(row, row.replace("(990,990,", "(990,991,")))) {
            assertNotEquals(text, edited);
            Client.Run run = client.feed(edited, "--force");
            assertTrue(run.err().contains("the rows of this file were not all taken over"), run.err());
            assertEquals("0 0", platform.migrated());
        }
    }

    @Test
    void aValueThatDoesNotFitChangesNothing() throws IOException {
        platform.execute("ALTER TABLE virtualmachine MODIFY provider_id VARCHAR(40) CHARACTER SET latin1");
        for (String mode : List.of("", "STRICT_ALL_TABLES")) {
            Client.Run run = client.feed("SET sql_mode = '" + mode + "';\n" + Files.readString(update), "--force");
            assertTrue(run.err().contains("the rows of this file were not all taken over"), run.err());
            assertEquals("0 0", platform.migrated());
        }
    }

    @Test
    void oraclesSqlInTheServerChangesNothingUnlessTheSessionSpeaksMariaDbs() throws IOException {
        String file = Files.readString(update);
        for (String option : List.of("--verbose", "--force")) {
            Client.Run refused = client.feed(file, "--init-command=SET SESSION sql_mode = 'ORACLE'", option);
            assertTrue(refused.err().contains("You have an error in your SQL syntax"), refused.err());
            assertEquals("0 0", platform.migrated());
        }
        Client.Run run = client.feed(file, "--init-command=SET SESSION sql_mode = DEFAULT");
        assertEquals("", run.err());
        assertEquals(ALL, platform.migrated());
    }

    @Test
    void goesOnAfterItsClientWasKilled() throws IOException, SQLException, InterruptedException {
        try (Connection blocker = platform.database().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT * FROM virtualmachine WHERE idVM = 5900 FOR UPDATE");
            Process killed = client.start(update, folder.resolve("out"), folder.resolve("err"));
            await(statement, "SELECT COUNT(*) FROM information_schema.INNODB_LOCK_WAITS");
            killed.destroyForcibly().waitFor();
            assertEquals("5000 0", platform.migrated());

            Thread unlock = new Thread(() -> {
                try {
                    await(
                            blocker.createStatement(),
                            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User lock' AND DB = DATABASE()");
                    blocker.rollback();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            unlock.start();
            Client.Run run = client.feed(Files.readString(update));
            unlock.join();
            assertEquals("", run.err());
            assertTrue(run.out().startsWith("result\npim-tools: "), run.out());
        }
        assertEquals(ALL, platform.migrated());
        assertEquals("0", platform.query("SELECT COUNT(*) FROM accounting"));
    }

    /** InnoDB refreshes its tables about locks only when nobody has read them for 0.1 s. */
    private static void await(Statement statement, String count) throws SQLException {
        while (true) {
            try (ResultSet rows = statement.executeQuery(count)) {
                rows.next();
                if (rows.getInt(1) > 0) {
                    return;
                }
            }
            LockSupport.parkNanos(200_000_000);
        }
    }

    @Test
    void triesAgainWhenRowsAreLocked() throws IOException, SQLException, InterruptedException {
        try (Connection blocker = platform.database().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT * FROM virtualmachine WHERE idVM = 5900 FOR UPDATE");
            Path input = Files.writeString(
                    folder.resolve("impatient.sql"),
                    "SET innodb_lock_wait_timeout = 1;\n" + Files.readString(update) + SESSION);
            Process process = client.start(input, folder.resolve("out"), folder.resolve("err"));
            int exit = process.waitFor();
            assertNotEquals(0, exit);
            assertTrue(
                    Files.readString(folder.resolve("err")).contains("another session locks rows"),
                    Files.readString(folder.resolve("err")));
            assertEquals("5000 0", platform.migrated());
        }
        assertEquals(
                "result\npim-tools: 1600 rows set, 5000 were set already\n",
                client.feed(Files.readString(update)).out());
        assertEquals(ALL, platform.migrated());
    }

    /** The trigger makes the block last longer than {@code max_statement_time}. */
    @Test
    void aTimeLimitForStatementsDoesNotStopIt() throws IOException {
        platform.execute("CREATE TRIGGER slow BEFORE UPDATE ON virtualmachine FOR EACH ROW BEGIN"
                + " IF OLD.provider_id IS NULL AND NEW.idVM IN (7, 8, 9) THEN DO SLEEP(0.4); END IF; END");
        Client.Run run =
                client.feed("SET max_statement_time = 1, sql_mode = 'ANSI_QUOTES';\n" + Files.readString(update));
        assertEquals("", run.err());
        assertEquals("result\npim-tools: 6600 rows set, 0 were set already\n", run.out());
        assertEquals(ALL, platform.migrated());
    }

    @ParameterizedTest
    @ValueSource(strings = {"latin1", "utf8mb3", "utf8mb4", "ucs2"})
    void columnsOfEveryCharacterSetGetTheSame(String charset) throws IOException {
        platform.execute(
                "ALTER TABLE virtualmachine MODIFY provider_id VARCHAR(255) CHARACTER SET " + charset + ", MODIFY name"
                        + " VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, MODIFY UUID VARCHAR(36) CHARACTER SET "
                        + charset);
        List<String> before = platform.checksums();
        List<Change.SetRow> changes = new ArrayList<>(Platform.changes(12));
        changes.set(4, withValue(changes.get(4), "caf\u00e9 #'\\"));
        assertEquals(
                "",
                client.feed(Files.readString(render(SqlDirection.UPDATE, changes)))
                        .err());
        assertEquals(
                "caf\u00e9 #'\\",
                platform.query("SELECT provider_id FROM virtualmachine WHERE idVM = "
                        + changes.get(4).idVm()));
        assertEquals("11 1", platform.migrated());
        assertEquals(
                "",
                client.feed(Files.readString(render(SqlDirection.ROLLBACK, changes)))
                        .err());
        assertEquals(before, platform.checksums());
    }

    @Test
    void goesOnWhenALockEnds() throws Exception {
        try (Connection blocker = platform.database().connect();
                Statement statement = blocker.createStatement()) {
            lock(statement, 5900);
            long timeouts = metric(statement, "lock_timeouts");
            Process process = start("SET innodb_lock_wait_timeout = 2;\n");
            await(statement, METRIC + "'lock_timeouts' AND COUNT > " + timeouts);
            blocker.rollback();
            assertSet(process);
        }
    }

    /** The other transaction has changed more rows, so that InnoDB ends that of the file. */
    @Test
    void goesOnAfterADeadlock() throws Exception {
        platform.execute("CREATE TABLE weight AS SELECT seq FROM seq_1_to_20000");
        try (Connection blocker = platform.database().connect();
                Statement statement = blocker.createStatement();
                Connection watcher = platform.database().connect();
                Statement watching = watcher.createStatement()) {
            lock(statement, 5900);
            statement.execute("UPDATE weight SET seq = seq + 1");
            long deadlocks = metric(watching, "lock_deadlocks");
            Process process = start("");
            await(
                    watching,
                    "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT' AND"
                            + " trx_mysql_thread_id IN (SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE())");
            statement.execute("SELECT * FROM virtualmachine WHERE idVM = 5200 FOR UPDATE");
            await(watching, METRIC + "'lock_deadlocks' AND COUNT > " + deadlocks);
            blocker.rollback();
            assertSet(process);
        }
    }

    private static Change.SetRow withValue(Change.SetRow row, String value) {
        return new Change.SetRow(
                row.no(),
                row.idVm(),
                row.role(),
                row.table(),
                row.key(),
                row.guards(),
                row.column(),
                row.expected(),
                value);
    }

    private static long metric(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = '" + name + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void lock(Statement statement, int idVm) throws SQLException {
        statement.getConnection().setAutoCommit(false);
        statement.execute("SELECT * FROM virtualmachine WHERE idVM = " + idVm + " FOR UPDATE");
    }

    private Process start(String before) throws IOException {
        Path input = Files.writeString(folder.resolve("locked.sql"), before + Files.readString(update));
        return client.start(input, folder.resolve("out"), folder.resolve("err"));
    }

    private void assertSet(Process process) throws IOException, InterruptedException {
        int exit = process.waitFor();
        assertEquals("", Files.readString(folder.resolve("err")));
        assertEquals(0, exit);
        assertEquals("result\npim-tools: 6600 rows set, 0 were set already\n", Files.readString(folder.resolve("out")));
        assertEquals(ALL, platform.migrated());
    }

    @Test
    void theRollbackLeavesWhatSomebodyChangedSince() throws IOException {
        client.feed(Files.readString(update));
        platform.execute("UPDATE virtualmachine SET provider_id = 'theirs' WHERE idVM = 44");
        platform.execute("DELETE FROM virtualmachine WHERE idVM = 45");

        Client.Run run = client.feed(Files.readString(rollback));

        assertEquals(0, run.exit());
        assertTrue(
                run.out()
                        .endsWith("result\npim-tools: 6598 rows put back, 0 were back already, 2 left because they were"
                                + " changed since\n"),
                run.out());
        assertTrue(
                run.out().contains("virtualmachine\t44\t44\tprovider_id\nvirtualmachine\t45\t45\tno such row\n"),
                run.out());
        assertEquals("theirs", platform.query("SELECT provider_id FROM virtualmachine WHERE idVM = 44"));
        assertEquals("0 0", platform.migrated());
    }

    @Test
    void aReplicaUnderStatementFormatIsProtected() throws IOException {
        try (MariaDbServer server = MariaDbServer.start("--log-bin", "--server-id=1", "--binlog-format=STATEMENT");
                Platform replicated = new Platform(server)) {
            replicated.fill(VMS);
            Client there = new Client(replicated.database(), folder);
            Client.Run run = there.feed(Files.readString(update));
            assertTrue(run.err().contains("replicas need SET SESSION binlog_format = MIXED"), run.err());
            assertEquals("0 0", replicated.migrated());
            run = there.feed("SET SESSION binlog_format = ROW;\n" + Files.readString(update));
            assertEquals("", run.err());
            assertEquals(ALL, replicated.migrated());
        }
    }
}
