package org.pimtools.dbmigrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserVariablesTest {
    /** Names may be set, may be used, are surely set; separated by blanks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CALL p(@A, @b)                         | a b | a b |",
                "SELECT 1, c INTO @a, @b FROM t         | a b |     |",
                "SELECT c INTO @a FROM t WHERE d = @b   | a   | b   |",
                "SELECT @n := @n + 1 FROM t             | n   | n   |",
                "INSERT INTO t VALUES (@a, (@b := 2))   | b   | a   |",
                "INSERT INTO t SET c = @a               |     | a   |",
                "SET @a = 1, @b = IF(@c = 1, 2, @d = 3) | a b | c d | a b",
                "SET @a = @a + 1                        | a   | a   |",
                "SET @a := NEXT VALUE FOR s, c = 1      | a   |     | a",
                "SET @`A` = 1                           | a   |     | a",
                "GET DIAGNOSTICS @n = ROW_COUNT         | n   |     |",
                "LOAD DATA INFILE 'f' INTO TABLE t (@a) | a   | a   |",
                "EXECUTE s USING @a                     | a   | a   |",
                "BEGIN NOT ATOMIC SET @a = 1; END       | a   | a   |",
                "UPDATE t SET c = 1                     |     |     |",
                "CREATE DEFINER=`a`@`%` VIEW v AS SELECT 1   ||     |",
                "CREATE PROCEDURE p() SET @a = 1        |     |     |",
                "CREATE OR REPLACE TEMPORARY TABLE t SELECT @a, @b := 2 | b | a |",
                "SET PASSWORD FOR 'a'@'b' = PASSWORD(@c)|     | c   |",
            })
    void names(String sql, String mayBeSet, String used, String surelySet) {
        UserVariables variables = UserVariables.of(Lexer.tokens(sql));
        assertEquals(set(mayBeSet), variables.mayBeSet(), "may be set");
        assertEquals(set(used), variables.used(), "used");
        assertEquals(set(surelySet), variables.surelySet(), "surely set");
    }

    private static Set<String> set(String names) {
        return names == null ? Set.of() : Set.of(names.split(" "));
    }
}
