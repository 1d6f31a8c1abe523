package org.pimtools.dbmigrate.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.dbmigrate.script.Lexer;

/** Which statements of a way down are shown because data is gone behind them. */
class DownConfirmationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE a",
                "drop view v",
                "/*!40000 DROP TABLE a */",
                "DELETE FROM a",
                "WITH old AS (SELECT 1) DELETE FROM a",
                "TRUNCATE a",
                "ALTER TABLE a ADD x INT, DROP COLUMN b",
                "ALTER TABLE a TRUNCATE PARTITION p",
                "CREATE OR REPLACE TABLE a (n INT)",
                "SET STATEMENT max_statement_time = 100 FOR DELETE FROM a",
                "BEGIN NOT ATOMIC IF 1 THEN DROP TABLE a; END IF; END",
                "EXECUTE IMMEDIATE 'DROP TABLE a'",
                "PREPARE s FROM 'DELETE FROM a'"
            })
    void isShown(String sql) {
        assertTrue(DownConfirmation.isDestructive(Lexer.tokens(sql)), sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ALTER TABLE a ADD x INT",
                "INSERT INTO a VALUES ('DROP TABLE b')",
                "DROP TEMPORARY TABLE a",
                "UPDATE a SET `drop` = 1",
                "UPDATE a SET n = TRUNCATE(n, 2)",
                "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id) ON DELETE CASCADE",
                "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW DELETE FROM b",
                "EXECUTE IMMEDIATE 'INSERT INTO a VALUES (1)'",
                "GRANT DELETE ON a TO b",
                "DROP PREPARE s",
                "CREATE OR REPLACE TEMPORARY TABLE a (n INT)"
            })
    void isNotShown(String sql) {
        assertFalse(DownConfirmation.isDestructive(Lexer.tokens(sql)), sql);
    }
}
