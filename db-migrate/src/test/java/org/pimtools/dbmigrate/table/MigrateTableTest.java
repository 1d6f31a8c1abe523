package org.pimtools.dbmigrate.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The table, byte for byte as the platform's operators know it. */
class MigrateTableTest {
    private static final ResultRow CLOUD_MANAGER_DOWN = ResultRow.failed("CloudManager", ResultRow.UNKNOWN_ERROR);

    @Test
    void allModules() throws IOException {
        assertGolden(
                "all-modules-two-behind",
                List.of("cloud_manager", "clouds", "dashboard", "journal", "monitor", "rs_server", "scheduler"),
                List.of(
                        ResultRow.noChanges("CloudManager"),
                        ResultRow.noChanges("Clouds"),
                        ResultRow.changed("Dashboard", "10", "11"),
                        ResultRow.noChanges("Journal"),
                        ResultRow.noChanges("Monitor"),
                        ResultRow.changed("RSserver", "10", "11"),
                        ResultRow.noChanges("Scheduler")));
    }

    @Test
    void anUnreachableDatabase() throws IOException {
        assertGolden(
                "database-down",
                List.of("dashboard", "cloud_manager"),
                List.of(ResultRow.failed("Dashboard", ResultRow.UNKNOWN_ERROR), CLOUD_MANAGER_DOWN));
    }

    @Test
    void oneModuleUpAndDown() throws IOException {
        assertGolden("one-module-9-to-10", List.of("dashboard"), List.of(ResultRow.changed("Dashboard", "9", "10")));
        assertGolden(
                "rollback-27-to-26", List.of("cloud_manager"), List.of(ResultRow.changed("CloudManager", "27", "26")));
    }

    @Test
    void twoModulesInTheOrderGiven() throws IOException {
        assertGolden(
                "two-modules-one-current",
                List.of("dashboard", "cloud_manager"),
                List.of(ResultRow.noChanges("Dashboard"), ResultRow.changed("CloudManager", "25", "28")));
    }

    @Test
    void aLongErrorIsWrappedAtWords() {
        String error = "Error while getting migrate versions: Unable to get database engine from engine facade";
        assertEquals("""
                ================
                DB migrate table
                ================
                +---+--------------+--------+------------------------------------------------------+
                | N | Module name  | Status | Result                                               |
                +---+--------------+--------+------------------------------------------------------+
                | 1 | CloudManager | FAIL   | Error while getting migrate versions: Unable to get  |
                |   |              |        | database engine from engine facade                   |
                +---+--------------+--------+------------------------------------------------------+
                """, text(MigrateTable.lines(List.of(ResultRow.failed("CloudManager", error)))));
    }

    @Test
    void aWordThatIsTooLongIsBrokenAndWideCharactersCountTwice() {
        assertEquals(
                """
                ================
                DB migrate table
                ================
                +---+-------------+--------+------------------------------------------------------+
                | N | Module name | Status | Result                                               |
                +---+-------------+--------+------------------------------------------------------+
                | 1 | 管理        | FAIL   | see                                                  |
                |   |             |        | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx |
                |   |             |        | xxx                                                  |
                |   |             |        | 数据库数据库数据库数据库数据库数据库数据库数据库数据 |
                |   |             |        | 库                                                   |
                +---+-------------+--------+------------------------------------------------------+
                """,
                text(MigrateTable.lines(
                        List.of(ResultRow.failed("管理", "see " + "x".repeat(55) + " " + "数据库".repeat(9))))));
    }

    private static void assertGolden(String name, List<String> modules, List<ResultRow> rows) throws IOException {
        List<String> lines = new ArrayList<>(MigrateTable.running(modules));
        lines.addAll(MigrateTable.lines(rows));
        try (InputStream golden =
                Objects.requireNonNull(MigrateTableTest.class.getResourceAsStream("/golden/" + name + ".out"))) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), text(lines));
        }
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
