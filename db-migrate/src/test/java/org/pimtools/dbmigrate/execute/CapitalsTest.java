package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** Names of databases and tables with capitals, on a server that keeps them apart. */
@Tag("slow")
class CapitalsTest {
    @Test
    void whatIsInADatabaseWithCapitalsCanBeTakenBack() throws Exception {
        int random = ThreadLocalRandom.current().nextInt(1_000_000);
        try (Database database = MariaDbServer.shared().createDatabase("Pim_Main" + random);
                Database other = MariaDbServer.shared().createDatabase("Pim_Other" + random)) {
            assumeTrue(column(database, "SELECT @@lower_case_table_names").equals(List.of("0")), "names are folded");
            execute(database, "CREATE TABLE Trace (n INT) ENGINE = InnoDB");
            execute(other, "CREATE TABLE Trace (n INT) ENGINE = InnoDB");
            Script script = Scripts.script(
                    "INSERT INTO Trace VALUES (1)",
                    "INSERT INTO " + other.name() + ".Trace VALUES (2)",
                    "UPDATE Trace SET n = n + 10");
            boolean cut = true;
            for (int at = 1; cut; at++) {
                CutOff connections = new CutOff(database, at, true);
                try {
                    run(database, connections, script);
                } catch (ToolException | SQLException e) {
                    if (!connections.wasCut()) {
                        throw e;
                    }
                }
                cut = connections.wasCut();
                run(database, new CutOff(database, 0, false), script);
                assertEquals(List.of("11"), column(database, "SELECT n FROM Trace"), "cut off at " + at);
                assertEquals(List.of("2"), column(other, "SELECT n FROM Trace"), "cut off at " + at);
                for (String table : List.of("aos_migrate_script", "aos_migrate_statement", "history", "Trace")) {
                    execute(database, "DELETE FROM " + table);
                }
                execute(other, "DELETE FROM Trace");
            }
        }
    }

    private static void run(Database database, CutOff connections, Script script) throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        if (column(database, "SELECT success FROM history").equals(List.of("1"))) {
            return;
        }
        try (LockedDatabase held = LockedDatabase.open(
                connections.source(),
                database.name(),
                "lock of " + database.name(),
                Duration.ofSeconds(20),
                connection -> {})) {
            new ScriptRunner(held)
                    .run(script, history, Optional.empty(), (any, number, warning) -> {}, () -> {}, done -> {});
        }
    }
}
