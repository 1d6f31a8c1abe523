package org.pimtools.dbmigrate.flyway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Version;

class ScriptReaderTest {
    private static final Dialect DIALECT = new Dialect(101_119, false, false);

    @TempDir
    Path folder;

    @Test
    void aLargeScriptStaysInItsFile() throws Exception {
        List<String> statements = IntStream.range(0, 40)
                .mapToObj(i -> "INSERT INTO t VALUES (" + i + ", '" + "é😀;\n".repeat(40_000) + "') -- ß")
                .toList();
        Path file = folder.resolve("V1__large.sql");
        Files.writeString(
                file, "\uFEFF-- ü\r\n  " + String.join("; ", statements).replace("\n", "\r\n"));
        // a comment at a line's end takes the delimiter with it
        Files.writeString(
                file,
                Files.readString(file).replace(" -- ß; ", ";\r\n/* ß😀 */ ").replace(" -- ß", ""));
        assertTrue(Files.size(file) > 8 << 20);
        Script script = load(file);
        assertEquals(40, script.statements().size());
        for (int i = 0; i < 40; i++) {
            assertInstanceOf(TextInFile.class, script.statements().get(i).text());
            assertEquals(
                    statements.get(i).replace(" -- ß", ""),
                    script.statements().get(i).sql());
        }
        Files.writeString(file, Files.readString(file).replace("(39,", "(93,"));
        assertThrows(ToolException.class, () -> script.statements().get(39).sql());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT 1;",
                "\uFEFFSELECT 'é😀';\n\n",
                "SELECT 1;\r\nSELECT 2;\r\n",
                "SELECT 'one\rtwo'; -- three\r",
                "\r\rSELECT 1;\r\r\n\nSELECT 2;",
                "\n\uFEFFSELECT 1;",
            })
    void itsChecksumIsThatOfFlyway(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("V1__x.sql"), text);
        int flyway = ChecksumCalculator.calculate(new FlywayResource(file));
        assertEquals(flyway, load(file).checksum());
        assertEquals(flyway, script(file).checksum());
    }

    @Test
    void aSmallOneIsKept() throws Exception {
        Path file = folder.resolve("V1__small.sql");
        Files.writeString(file, "SELECT 1; SELECT 2");
        assertEquals(
                List.of(new ScriptStatement.Kept("SELECT 1"), new ScriptStatement.Kept("SELECT 2")),
                load(file).statements().stream().map(ScriptStatement::text).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/*M!100100 CREATE TABLE t (n INT) */;",
                "/*! CREATE TABLE t (n INT) */;",
                "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT 'C:\\'; SELECT 1;",
                "use other\nSELECT 1;",
                "CREATE TABLE t (delimiter INT);\nSELECT delimiter FROM t; SELECT 1;",
                "SELECT 'one\r\ntwo';\r\n",
            })
    void saysWherePlainFlywayWouldSeeOtherStatements(String text) throws Exception {
        Optional<String> warning = warning(text);
        assertTrue(
                warning.orElse("none")
                        .matches("plain Flyway (would|could not) take V1__x.sql apart.*its checksum is the same.*"),
                warning.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; -- it's\n(SELECT 2);",
                "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 1;",
                "SET sql_mode = 'ANSI_QUOTES'; SELECT 1 AS \"a\";",
                "SELECT 1;\r\nSELECT 2;\r\n",
            })
    void saysNothingWhereItWouldNot(String text) throws Exception {
        assertEquals(Optional.empty(), warning(text));
    }

    private Optional<String> warning(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("V1__x.sql"), text);
        return script(file).warning(load(file));
    }

    private Script load(Path file) {
        return script(file).load(DIALECT);
    }

    private ScriptFile script(Path file) {
        return new ScriptFile(
                Direction.MIGRATE, Version.of("1"), "x", file.getFileName().toString(), folder);
    }
}
