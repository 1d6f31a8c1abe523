package org.pimtools.dbmigrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ClientAsJudgeTest} cannot show: lines, refusals, and what the client gets wrong. */
class StatementSplitterTest {
    @Test
    void numbersStatementsAndSaysTheLineThatEachBeginsIn() {
        List<StatementSplitter.Found> statements = Splits.of("-- heading\n\nSELECT 1; SELECT\n2;\n/* a\nb */ SELECT 3")
                .statements();
        assertEquals(
                List.of(1, 2, 3),
                statements.stream().map(StatementSplitter.Found::number).toList());
        assertEquals(
                List.of(3, 3, 6),
                statements.stream().map(StatementSplitter.Found::line).toList());
    }

    @Test
    void keepsEveryByteBetweenTheFirstAndTheLastOfAStatement() {
        assertEquals(
                List.of("SELECT\t1 ,-- one; two\n\n  /* three */ 'fo  ur\n '"),
                Splits.of("  SELECT\t1 ,-- one; two\n\n  /* three */ 'fo  ur\n '  -- behind\n ;")
                        .texts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", ";;;", "-- only\n# comments\n/* here; */", "--\n;\n-- x\n;", "DELIMITER //\n//\n"})
    void findsNothingWhereThereIsNothing(String text) {
        Splits splits = Splits.of(text);
        assertEquals(List.of(), splits.texts());
        assertEquals(List.of(), splits.faults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "SELECT 1;\\nSELECT 'a\\nb;|2: begins a string that is not closed",
                "SELECT 1;\\n\\nSELECT \"a|3: begins a string that is not closed",
                "SELECT `a;\\n|1: begins a quoted name that is not closed",
                "SELECT 1;\\n/* SELECT 2;\\nSELECT 3;|2: begins a comment that is not closed",
                "SELECT 1 /* two;|1: begins a comment that is not closed",
                "/*!40101 SET @a = 1;\\nSELECT 1;|1: begins a comment for the server that the delimiter in line 1 cuts",
                "SELECT 1\\n/*M! + 1|2: begins a comment for the server that the delimiter in line 2 cuts",
            })
    void refusesWhatHasNoEnd(String text, String fault) {
        assertEquals(List.of(fault), Splits.of(text.replace("\\n", "\n")).faults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "source /tmp/other.sql|1: begins with source, a command of the mariadb client",
                "SELECT 1;\\n source other.sql;|2: begins with source, a command of the mariadb client",
                "SOURCE other.sql\\nSELECT 1;|1: begins with source, a command of the mariadb client",
                "exit|1: begins with exit, a command of the mariadb client",
                "system rm -rf x;|1: begins with system, a command of the mariadb client",
                "?|1: begins with ?, a command of the mariadb client",
                "SELECT 1\\G|1: holds \\G, a command of the mariadb client",
                "SELECT 1\\g|1: holds \\g, a command of the mariadb client",
                "\\. other.sql|1: holds \\., a command of the mariadb client",
                "\\! rm x|1: holds \\!, a command of the mariadb client",
                "SELECT 1;\\nSELECT \\q 2;|2: holds \\q, a command of the mariadb client",
                "SELECT 1; DELIMITER //|1: has a DELIMITER that the mariadb client does not take",
                "DELIMITER//|1: has a DELIMITER that the mariadb client does not take",
                "DELIMITER|1: has a DELIMITER that the mariadb client does not take",
                "DELIMITER \\\\|1: has a DELIMITER that the mariadb client does not take",
                "DELIMITER ''|1: has a DELIMITER that the mariadb client does not take",
                "USE|1: holds a USE without a delimiter, or with more than a name",
                "SELECT 1; USE a\\nSELECT 2;|1: holds a USE without a delimiter, or with more than a name",
                "USE 'a';|1: holds a USE without a delimiter, or with more than a name",
            })
    void refusesWhatIsTheClients(String text, String fault) {
        assertEquals(List.of(fault), Splits.of(text.replace("\\n", "\n")).faults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (\nsource INT,\nstatus INT,\ndelimiter INT);",
                "SELECT '\nsource x\nDELIMITER //\n';",
                "/*\nsource x\nDELIMITER //\n*/ SELECT 1;",
                "SELECT '\\G', \"\\.\", `\\q`;",
                "-- \\G\nSELECT 1; # \\.\n/* \\! */",
                "SELECT \\N;",
                "SOURCES;",
                "USE a -- the database",
            })
    void takesWhatOnlyLooksLikeIt(String text) {
        assertEquals(List.of(), Splits.of(text).faults());
        assertEquals(1, Splits.of(text).statements().size());
    }

    /** The client 10.11 takes the first for a comment up to the end of the third, and loses the second without a word. */
    @Test
    void losesNothingWhereTheClientMistakesTheEndOfAComment() {
        assertEquals(
                List.of("SELECT 1", "SELECT 2"),
                Splits.of("/* a /*! b */ SELECT 1;\nSELECT 2; /* c */").texts());
        assertEquals(
                List.of("SELECT 1 /*!40000 + /* b */ 2 */", "SELECT 3"),
                Splits.of("SELECT 1 /*!40000 + /* b */ 2 */; SELECT 3;").texts());
    }

    /** The client drops the line end in front of the name, and the server sees "INTdelimiter". */
    @Test
    void keepsTheLineOfAColumnCalledDelimiter() {
        assertEquals(
                List.of("CREATE TABLE t (a INT,\ndelimiter\nINT)"),
                Splits.of("CREATE TABLE t (a INT,\ndelimiter\nINT);").texts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET sql_mode = (SELECT mode FROM settings)",
                "SET sql_mode = @given",
                "SET @text = 'SET sql_mode = ANSI';\nPREPARE s FROM @text;\nEXECUTE s",
                "EXECUTE IMMEDIATE CONCAT('SET sql_mode', ' = ANSI')",
                "SET sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', '')",
            })
    void asksWhereABackslashDependsOnWhatOnlyAServerCanCompute(String sets) {
        int line = (int) sets.lines().count() + 1;
        assertEquals(
                List.of(line
                        + ": holds a backslash in quotes, and what it means depends on sql_mode, which the script sets to a"
                        + " value that only the server can compute"),
                Splits.of(sets + ";\nSELECT 'it\\'s', 'C:\\\\';").faults());
        assertEquals(List.of(), Splits.of(sets + ";\nSELECT 'a\\nb', 'c';").faults(), "it matters in front of a quote");
        assertEquals(
                List.of(),
                Splits.of(sets + ";\nSET sql_mode = '';\nSELECT 'it\\'s';").faults());
    }

    @Test
    void beginsWithTheModeOfTheServer() {
        String text = "SELECT 'C:\\'; SELECT '\\';";
        assertEquals(1, Splits.of(text).statements().size());
        assertEquals(
                2,
                Splits.of(text, new Dialect(101_119, false, true)).statements().size());
    }

    @Test
    void followsWhatTheServerExecutesOnly() {
        String text = "/*M!110000 SET sql_mode = 'NO_BACKSLASH_ESCAPES' */;\nSELECT 'C:\\'; SELECT '\\';";
        assertEquals(2, Splits.of(text).statements().size());
        assertEquals(
                3,
                Splits.of(text, new Dialect(110_402, false, false)).statements().size());
    }

    @Test
    void holdsOneStatementAtATime() {
        int[] seen = new int[1];
        StatementSplitter splitter = new StatementSplitter(Splits.DIALECT, new StatementSplitter.Sink() {
            @Override
            public void statement(StatementSplitter.Found statement) {
                seen[0]++;
            }

            @Override
            public void fault(int line, String message) {
                throw new IllegalStateException(message);
            }
        });
        IntStream.rangeClosed(1, 1_000).forEach(number -> {
            splitter.line("INSERT INTO t VALUES (" + number + ");", 0);
            assertEquals(number, seen[0]);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND",
                "CREATE PROCEDURE IF NOT EXISTS p(IN a INT)\nIF a THEN SELECT 1; ELSEIF a > 1 THEN SELECT 2; ELSE SELECT 3; END IF",
                "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.end = 1; SET NEW.a = NEW.begin; END",
                "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW IF NEW.a THEN SET NEW.b = IF(1, 2, 3); END IF",
                "CREATE FUNCTION f(n INT) RETURNS INT DETERMINISTIC BEGIN\n"
                        + " l: LOOP SET n = n + CASE WHEN n > 1 THEN 1 ELSE 2 END; IF n > 9 THEN LEAVE l; END IF; END LOOP l;\n"
                        + " WHILE n > 1 DO SET n = n - 1; END WHILE; REPEAT SET n = 1; UNTIL n END REPEAT;\n"
                        + " FOR i IN 1..3 DO SET n = i; END FOR;\n"
                        + " CASE n WHEN 1 THEN SET n = 2; ELSE BEGIN END; END CASE; RETURN (SELECT end FROM t LIMIT 1); END",
                "CREATE PROCEDURE p() BEGIN DECLARE done INT; DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END;"
                        + " SELECT 1; END",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; END",
                "CREATE DEFINER=`root`@`localhost` PROCEDURE p() SQL SECURITY INVOKER outer_block: BEGIN SELECT 1; END outer_block",
                "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
                "CREATE FUNCTION f() RETURNS INT RETURN IF(1, 2, 3)",
                "CREATE PROCEDURE p() SELECT 1"
            })
    void aProgramEndsWithItsBodyWhateverTheDelimiterIs(String program) {
        assertEquals(
                List.of(program, "SELECT 'next'"),
                Splits.of(program + ";\nSELECT 'next';").texts());
        assertEquals(
                List.of(program, "SELECT 'next'"),
                Splits.of("DELIMITER //\n" + program + "//\nSELECT 'next'//").texts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; INSERT INTO t (begin, end) VALUES (1, 2); COMMIT;",
                "CREATE TABLE event (begin INT, end INT); SELECT 1; SELECT end FROM event;",
                "DROP TABLE IF EXISTS t; SELECT IF(1, 2, 3); SELECT CASE 1 WHEN 1 THEN 2 END;"
            })
    void whatIsNoProgramEndsAtItsSemicolon(String statements) {
        assertEquals(3, Splits.of(statements).texts().size());
        assertEquals(3, Splits.of("DELIMITER //\n" + statements + "//").texts().size());
    }

    @Test
    void aPackageEndsAtItsDelimiterOnly() {
        String text =
                "CREATE PACKAGE BODY k AS PROCEDURE p AS BEGIN SELECT 1; END; PROCEDURE q AS BEGIN SELECT 2; END; END";
        assertEquals(
                List.of("SET sql_mode = ORACLE", text + ";", "SELECT 1"),
                Splits.of("SET sql_mode = ORACLE;\nDELIMITER //\n" + text + ";//\nDELIMITER ;\nSELECT 1;")
                        .texts());
    }
}
