package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

/** {@code apply} on a server with settings that get in its way, that dies under it, or on which others hold locks. */
@Tag("slow")
class ApplyOnUnusualServersTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private MariaDbServer server;
    private PlannerHarness planner;
    private Path plan;
    private HostFiles files;
    private Map<String, String> before;

    @BeforeEach
    void plan() throws IOException, SQLException {
        server = servers.add(MariaDbServer.start());
        planner = new PlannerHarness(server, folder).withWorld(World.of(23, new Size(3, 240)));
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
        before = planner.checksums();
    }

    private PlannerHarness.Run apply() {
        return planner.apply(plan, files.updates, "--no-dry-run");
    }

    /** All rows are set, nothing else is, and the rollback brings everything back. */
    private void assertRight() throws SQLException {
        assertEquals(
                String.valueOf(files.included.size()),
                planner.value("SELECT COUNT(*) FROM virtualmachine WHERE provider_id = CONCAT('"
                        + HostFiles.id(0).replaceFirst("0$", "") + "', idVM)"));
        PlannerHarness.Run again = apply();
        assertEquals(0, again.exit(), again.err());
        assertTrue(again.out().contains("\n0 rows set, " + files.rows() + " were set already, 0 left"), again.out());
        try (Connection connection = planner.database.connect()) {
            assertEquals(0, Kinton.accountingEvents(connection));
        }
        PlannerHarness.Run back = planner.apply(plan, files.rollbacks, "--no-dry-run");
        assertEquals(0, back.exit(), back.err());
        assertEquals(before, planner.checksums());
    }

    /** The trigger makes one transaction last longer than {@code max_statement_time}. */
    @Test
    void everySessionSettingThatGetsInTheWay() throws SQLException {
        planner.sql(
                "CREATE TRIGGER slow BEFORE UPDATE ON virtualmachine FOR EACH ROW BEGIN IF OLD.provider_id IS NULL AND NEW.idVM IN ("
                        + files.included.get(0) + ", " + files.included.get(1) + ", " + files.included.get(2)
                        + ") THEN DO SLEEP(0.4); END IF; END",
                "SET GLOBAL autocommit = 0",
                "SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,EMPTY_STRING_IS_NULL'",
                "SET GLOBAL sql_safe_updates = 1",
                "SET GLOBAL max_statement_time = 1",
                "SET GLOBAL tx_isolation = 'SERIALIZABLE'");
        PlannerHarness.Run dry = planner.apply(plan, files.updates);
        assertEquals(0, dry.exit(), dry.err());
        PlannerHarness.Run run = apply();
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains(files.rows() + " rows set, 0 were set already, 0 left"), run.out());
        planner.sql(
                "SET GLOBAL autocommit = 1",
                "SET GLOBAL sql_mode = DEFAULT",
                "SET GLOBAL sql_safe_updates = 0",
                "SET GLOBAL max_statement_time = 0");
        assertRight();
    }

    /** Where this is set, {@code BEGIN} is Oracle's, which the plain client cannot be spared. */
    @Test
    void aServerThatSpeaksOraclesSqlByDefault() throws SQLException {
        planner.sql("SET GLOBAL sql_mode = 'ORACLE'");
        try {
            PlannerHarness.Run dry = planner.apply(plan, files.updates);
            assertEquals(0, dry.exit(), dry.err());
            PlannerHarness.Run run = apply();
            assertEquals(0, run.exit(), run.err());
        } finally {
            planner.sql("SET GLOBAL sql_mode = DEFAULT");
        }
        assertRight();
    }

    @Test
    void aServerThatDiesUnderItAndComesBack() throws Exception {
        CompletableFuture<PlannerHarness.Run> run;
        try (Connection blocker = server.connect();
                Statement statement = blocker.createStatement()) {
            lock(statement, files.included.get(files.included.size() - 1));
            run = CompletableFuture.supplyAsync(this::apply);
            await(
                    statement,
                    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'UPDATE pim_tools%'"
                            + " AND INFO LIKE '%pim_tools_staging_5%'",
                    run);
            server.kill();
        }
        assertEquals(1, run.get().exit(), run.get().out());
        assertTrue(
                run.get().err().contains("error: the change stopped on the way: "),
                run.get().err());
        assertTrue(
                run.get().err().contains("run again: what was done stays done"),
                run.get().err());
        server.restart();
        int done = Integer.parseInt(planner.value("SELECT COUNT(*) FROM virtualmachine WHERE provider_id IS NOT NULL"));
        assertTrue(done > 0 && done < files.included.size(), done + " VMs when it died");
        assertEquals(0, apply().exit());
        assertRight();
    }

    @Test
    void aLockThatIsHeldForAWhile() throws Exception {
        planner.sql("SET GLOBAL innodb_lock_wait_timeout = 2");
        try (Connection blocker = server.connect();
                Statement statement = blocker.createStatement()) {
            lock(statement, files.included.get(3));
            CompletableFuture<PlannerHarness.Run> run = CompletableFuture.supplyAsync(this::apply);
            await(statement, metric("lock_timeouts"), run);
            blocker.rollback();
            assertEquals(0, run.get().exit(), run.get().err());
        }
        assertRight();
    }

    /** The other transaction has changed more rows, so that InnoDB ends that of {@code apply}. */
    @Test
    void aDeadlock() throws Exception {
        String table = planner.database.name() + ".virtualmachine";
        planner.sql("CREATE TABLE weight AS SELECT seq FROM seq_1_to_5000");
        before = planner.checksums();
        long first = files.included.get(0);
        long second = files.included.get(3);
        try (Connection blocker = server.connect();
                Statement statement = blocker.createStatement();
                Connection watcher = server.connect();
                Statement watching = watcher.createStatement()) {
            lock(statement, second);
            statement.execute("UPDATE " + planner.database.name() + ".weight SET seq = seq + 1");
            CompletableFuture<PlannerHarness.Run> run = CompletableFuture.supplyAsync(this::apply);
            await(
                    watching,
                    "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"
                            + " AND trx_query LIKE 'UPDATE pim_tools%'",
                    run);
            statement.execute("SELECT * FROM " + table + " WHERE idVM = " + first + " FOR UPDATE");
            await(watching, metric("lock_deadlocks"), run);
            blocker.rollback();
            assertEquals(0, run.get().exit(), run.get().err());
        }
        assertRight();
    }

    private void lock(Statement statement, long idVm) throws SQLException {
        statement.getConnection().setAutoCommit(false);
        statement.execute(
                "SELECT * FROM " + planner.database.name() + ".virtualmachine WHERE idVM = " + idVm + " FOR UPDATE");
    }

    private static String metric(String name) {
        return "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = '" + name + "'";
    }

    /** InnoDB refreshes its tables about locks only when nobody has read them for 0.1 s. */
    private static void await(Statement statement, String count, CompletableFuture<PlannerHarness.Run> run)
            throws SQLException {
        while (!run.isDone()) {
            try (ResultSet rows = statement.executeQuery(count)) {
                rows.next();
                if (rows.getInt(1) > 0) {
                    return;
                }
            }
            LockSupport.parkNanos(150_000_000);
        }
    }
}
