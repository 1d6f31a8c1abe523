package org.pimtools.dbmigrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What scripts would make, from their texts alone. */
class ScriptedSchemaTest {
    @Test
    void knowsColumnsOfATable() {
        assertEquals(
                List.of("column t.a", "column t.b c", "column t.d", "column t.e", "table t"),
                made(
                        "CREATE TABLE IF NOT EXISTS `T` (a INT DEFAULT (1 + 2), `b c` ENUM('x,y)', 'z'), D DECIMAL(10, 2), e INT,"
                                + " PRIMARY KEY (a), KEY k (d, e), UNIQUE (d), CONSTRAINT f FOREIGN KEY (e) REFERENCES o (id),"
                                + " CHECK (a > 0), PERIOD FOR p (d, e), FULLTEXT KEY g (`b c`)) ENGINE=InnoDB"));
    }

    @Test
    void followsAlterTable() {
        assertEquals(
                List.of("column u.b", "column u.c", "column u.d2", "column u.f", "column u.g", "column u.h", "table u"),
                made(
                        "CREATE TABLE t (a INT, b INT, d INT, e INT)",
                        "ALTER TABLE mine.t DROP COLUMN a, ADD c INT AFTER b, CHANGE COLUMN d d2 BIGINT, DROP KEY b, DROP IF EXISTS e",
                        "ALTER TABLE t ADD COLUMN IF NOT EXISTS f INT, ADD (g INT, h DECIMAL(3, 1)), ADD INDEX i (b),"
                                + " MODIFY c BIGINT, ADD PARTITION (PARTITION p VALUES LESS THAN (3)), DROP PRIMARY KEY",
                        "ALTER TABLE t RENAME COLUMN b TO x, RENAME INDEX i TO j",
                        "ALTER TABLE t RENAME COLUMN x TO b, RENAME TO u"));
    }

    @Test
    void followsNamesAndDrops() {
        assertEquals(
                List.of(
                        "column a.n",
                        "column b.n",
                        "column like_b.n",
                        "routine f",
                        "table a",
                        "table b",
                        "table like_b",
                        "table made",
                        "view w"),
                made(
                        "CREATE TABLE one (n INT)",
                        "CREATE TABLE two (n INT)",
                        "RENAME TABLE one TO b, two TO a",
                        "CREATE TABLE like_b LIKE mine.b",
                        "CREATE TABLE made AS SELECT 1 AS x",
                        "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=CURRENT_USER VIEW v AS SELECT 1",
                        "RENAME TABLE v TO w",
                        "CREATE VIEW gone AS SELECT 1",
                        "DROP VIEW IF EXISTS gone",
                        "CREATE PROCEDURE p() SELECT 1",
                        "CREATE FUNCTION f() RETURNS INT RETURN 1",
                        "DROP PROCEDURE p",
                        "CREATE INDEX i ON a (n)",
                        "DROP INDEX i ON a",
                        "CREATE TEMPORARY TABLE a (x INT)",
                        "DROP TABLE a",
                        "CREATE TABLE other.elsewhere (n INT)",
                        "USE other",
                        "CREATE TABLE elsewhere (n INT)",
                        "USE mine",
                        "CREATE TABLE dropped (n INT)",
                        "DROP TABLE IF EXISTS dropped, never"));
    }

    @Test
    void saysWhatItCannotKnow() {
        ScriptedSchema schema = schema(
                "CALL make_tables()",
                "SET @s = 'CREATE TABLE x (n INT)'",
                "PREPARE s FROM @s",
                "EXECUTE s",
                "BEGIN NOT ATOMIC CREATE TABLE y (n INT); END",
                "REVOKE ALL ON mine.* FROM somebody",
                "CREATE PROCEDURE plain() UPDATE t SET n = 1",
                "CALL plain()",
                "DROP PROCEDURE plain");
        assertEquals(
                List.of(
                        "statement 1 (line 1) of V1__x.sql",
                        "statement 4 (line 4) of V1__x.sql",
                        "statement 5 (line 5) of V1__x.sql"),
                schema.unknown());
        assertEquals(List.of(), List.copyOf(schema.objects()));
    }

    private static List<String> made(String... statements) {
        return List.copyOf(schema(statements).objects());
    }

    private static ScriptedSchema schema(String... statements) {
        ScriptedSchema schema = new ScriptedSchema("mine");
        ScriptBuilder script = new ScriptBuilder();
        for (int i = 0; i < statements.length; i++) {
            script.add(i + 1, statements[i], new ScriptStatement.Kept(statements[i]), Dialect.NEWEST);
        }
        schema.run(script.build(Direction.MIGRATE, Version.of("1"), "x", "V1__x.sql", 0, false));
        return schema;
    }
}
