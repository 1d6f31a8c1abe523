package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.ObjectName;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptBuilder;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** Which statements count as ones that a rollback takes back, in a database that holds what is none. */
@Tag("slow")
class TransactionalityTest {
    private Database database;
    private Database other;
    private LockedDatabase held;
    private Transactionality tables;

    @BeforeEach
    void fill() throws SQLException {
        database = MariaDbServer.shared().createDatabase();
        other = MariaDbServer.shared().createDatabase();
        make(other, "CREATE TABLE audit (n INT) ENGINE=MyISAM", "CREATE TABLE t (n INT)");
        make(
                database,
                "CREATE TABLE t (n INT)",
                "CREATE TABLE numbered (id INT AUTO_INCREMENT PRIMARY KEY, n INT)",
                "CREATE TABLE parts (n INT) PARTITION BY HASH (n) PARTITIONS 3",
                "CREATE TABLE defaults (n INT, at TIMESTAMP DEFAULT NOW(), u VARCHAR(40) DEFAULT (UUID()), KEY (u))",
                "CREATE TABLE plain (n INT) ENGINE=MyISAM",
                "CREATE TABLE pretends (n INT COMMENT '\n) ENGINE=InnoDB') ENGINE=MyISAM COMMENT ') ENGINE=InnoDB'",
                "CREATE SEQUENCE s",
                "CREATE TABLE counts (n INT DEFAULT (NEXT VALUE FOR s))",
                "CREATE TABLE watched (n INT)",
                "CREATE TRIGGER g AFTER UPDATE ON watched FOR EACH ROW INSERT INTO " + other.name()
                        + ".audit VALUES (1)",
                "CREATE VIEW v AS SELECT n FROM plain",
                "CREATE FUNCTION f() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO plain VALUES (1); RETURN 1; END",
                "CREATE VIEW reading AS SELECT f() AS n");
        held = LockedDatabase.open(
                new CutOff(database, 0, false).source(),
                database.name(),
                "lock of " + database.name(),
                Duration.ofSeconds(20),
                connection -> {});
        tables = new Transactionality(held, new VisibleTriggers());
    }

    @AfterEach
    void drop() {
        held.close();
        other.close();
        database.close();
    }

    @Test
    void isTakenBack() throws SQLException {
        for (String sql : List.of(
                "INSERT INTO t VALUES (1)",
                "REPLACE t (n) VALUES (1), (2)",
                "INSERT INTO t SET n = 'select from' ON DUPLICATE KEY UPDATE n = VALUES(n)",
                "UPDATE t SET n = n + 1 WHERE n IN (1, 2) AND (n > 1 OR NOT (n < 5))",
                "DELETE FROM t WHERE n = 1",
                "INSERT INTO numbered (n) VALUES (1)",
                "INSERT INTO parts VALUES (1)",
                "INSERT INTO defaults (n) VALUES (1)",
                "INSERT INTO t SELECT n FROM plain",
                "INSERT INTO OTHER.t VALUES (1)")) {
            assertTrue(holds(sql.replace("OTHER", other.name())), sql);
        }
    }

    @Test
    void mayStay() throws SQLException {
        for (String sql : List.of(
                "INSERT INTO plain VALUES (1)",
                "INSERT INTO pretends VALUES (1)",
                "INSERT INTO v VALUES (1)",
                "INSERT INTO counts VALUES (DEFAULT)",
                "INSERT INTO watched VALUES (1)",
                "UPDATE watched SET n = 1",
                "INSERT INTO t VALUES (f())",
                "INSERT INTO t (n) VALUES (`f`())",
                "INSERT INTO t VALUES (NEXT VALUE FOR s)",
                "INSERT INTO t VALUES (NEXTVAL(s))",
                "INSERT INTO t SELECT n FROM reading",
                "UPDATE t SET n = (SELECT n FROM reading LIMIT 1)",
                "DELETE FROM t WHERE n IN (SELECT n FROM reading)",
                "UPDATE t, plain SET plain.n = 1",
                "DELETE plain FROM t JOIN plain",
                "INSERT INTO absent VALUES (1)",
                "INSERT INTO OTHER.audit VALUES (1)")) {
            assertFalse(holds(sql.replace("OTHER", other.name())), sql);
        }
    }

    /** Another database's name for a table says nothing of the table. */
    @Test
    void aTableThatTheScriptMadeHasNoTriggerUntilItMakesOne() throws SQLException {
        ObjectName t = new ObjectName(ObjectName.Type.TABLE, Optional.empty(), "t");
        execute(
                database,
                "CREATE TRIGGER h AFTER INSERT ON t FOR EACH ROW INSERT INTO " + other.name() + ".audit VALUES (1)");
        tables.session(Optional.of(other.name()), false);
        tables.made(t);
        assertTrue(holds("INSERT INTO t VALUES (1)"));
        tables.session(Optional.of(database.name()), false);
        assertFalse(holds("INSERT INTO t VALUES (1)"));
        execute(other, "CREATE TRIGGER h AFTER INSERT ON t FOR EACH ROW INSERT INTO audit VALUES (1)");
        tables.session(Optional.of(other.name()), false);
        tables.changed(List.of("h", "t", "audit"));
        assertFalse(holds("INSERT INTO t VALUES (1)"));
    }

    @Test
    void aDefinitionTakesBackWhatWasKnown() throws SQLException {
        String insert = "INSERT INTO t VALUES (1)";
        assertTrue(holds(insert));
        execute(database, "ALTER TABLE t ENGINE=MyISAM");
        tables.changed(List.of("t"));
        assertFalse(holds(insert));
        execute(database, "ALTER TABLE t ENGINE=InnoDB");
        tables.changed();
        assertTrue(holds(insert));
    }

    @Test
    void aTemporaryTableHidesTheOneOfItsName() throws SQLException {
        tables.made("t", false);
        assertFalse(holds("INSERT INTO t VALUES (1)"));
        tables.gone("t");
        assertTrue(holds("INSERT INTO t VALUES (1)"));
    }

    /** The server's own text of a table, whatever it holds. */
    @Test
    void theEngineStandsBehindTheBody() {
        String body =
                "CREATE TABLE `a(b` (\n  `c)` int(11) DEFAULT NULL COMMENT ') ENGINE=InnoDB',\n  KEY `k` (`c)`)\n) ";
        assertEquals(
                new TableDefinition(true, true), TableDefinition.of(body + "ENGINE=InnoDB DEFAULT CHARSET=latin1"));
        assertEquals(new TableDefinition(false, false), TableDefinition.of(body + "ENGINE=MyISAM COMMENT='InnoDB'"));
        assertEquals(new TableDefinition(true, false), TableDefinition.of(body + "ENGINE=InnoDB SEQUENCE=1"));
        assertEquals(
                new TableDefinition(true, false),
                TableDefinition.of("CREATE TEMPORARY TABLE `t` (`a` int NOT NULL AUTO_INCREMENT) ENGINE=InnoDB"));
        assertEquals(new TableDefinition(false, false), TableDefinition.of("CREATE VIEW `v` AS select 1 AS `ENGINE`"));
        assertEquals(new TableDefinition(false, false), TableDefinition.of(""));
    }

    private static void make(Database database, String... statements) throws SQLException {
        for (String sql : statements) {
            execute(database, sql);
        }
    }

    private boolean holds(String sql) throws SQLException {
        ScriptBuilder builder = new ScriptBuilder();
        builder.add(1, sql, new ScriptStatement.Kept(sql), Dialect.NEWEST);
        Script script = builder.build(Direction.MIGRATE, Version.of("1"), "test", "V1__test.sql", 0, false);
        return tables.holds(script.kind(1), script.facts(1));
    }
}
