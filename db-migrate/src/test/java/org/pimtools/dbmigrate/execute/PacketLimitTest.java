package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pimtools.dbmigrate.execute.Scripts.column;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;

/** Statements that are as large as the server takes, and larger, on a server of its own that takes little. */
@Tag("slow")
class PacketLimitTest {
    private static final int MOST = 65_536;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @Test
    void whatTheServerDoesNotTakeIsNotSent() throws Exception {
        MariaDbServer server = servers.add(MariaDbServer.start("--max-allowed-packet=" + MOST));
        Database database = server.createDatabase("small");
        String create = "CREATE TABLE t (n INT, text MEDIUMTEXT)";

        ToolException refused =
                assertThrows(ToolException.class, () -> run(database, Scripts.script(create, insert(MOST - 1, "ü"))));
        assertEquals(
                "nothing of V1__test.sql is done; statement 2 (line 2) has 65,536 bytes, and the server takes less than 65,536"
                        + " at once (max_allowed_packet)",
                refused.getMessage());
        assertEquals(
                "raise it on the server, for instance with SET GLOBAL max_allowed_packet = 131072, or split the statement,"
                        + " and run again: nothing was sent",
                refused.hint());
        try (Connection connection = database.connect()) {
            assertEquals(List.of(), column(connection, "SHOW TABLES LIKE 't'"));
        }

        // one byte less is taken, as the server's word for it is
        run(database, Scripts.script(create, insert(MOST - 2, "ü"), insert(MOST - 2, "x")));
        try (Connection connection = database.connect()) {
            assertEquals(List.of("2"), column(connection, "SELECT COUNT(*) FROM t"));
        }
    }

    /** @param bytes of the statement in UTF-8 */
    private static String insert(int bytes, String character) {
        String begin = "INSERT INTO t VALUES (1, '";
        int room = bytes - begin.length() - 2;
        int wide = character.equals("ü") ? room / 2 : room;
        return begin + character.repeat(wide) + (character.equals("ü") && room % 2 == 1 ? "x" : "") + "')";
    }

    private static void run(Database database, Script script) throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        CutOff connections = new CutOff(database, 0, false);
        try (LockedDatabase held = LockedDatabase.open(
                connections.source(), database.name(), "lock", Duration.ofSeconds(10), connection -> {})) {
            new ScriptRunner(held)
                    .run(script, history, Optional.empty(), (any, number, warning) -> {}, () -> {}, done -> {});
        }
    }
}
