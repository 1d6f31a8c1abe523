package org.pimtools.dbmigrate.lock;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.dbmigrate.execute.Wire;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** A proxy between us and the server that ends connections which are silent. */
@Tag("slow")
class IdleConnectionsTest {
    private static final Duration IDLE = Duration.ofSeconds(3);

    @Test
    void theSecondConnectionOutlivesManyStatements() throws Exception {
        try (Database database = MariaDbServer.shared().createDatabase();
                Wire wire = new Wire(database, IDLE);
                LockedDatabase held = open(database, wire, IDLE.dividedBy(10))) {
            runLongerThanIdle(held);
            held.atomically(transaction -> {});
            assertTrue(held.work().isValid(5));
        }
    }

    /** So the proxy does what it is here for. */
    @Test
    void withoutABeatItIsCut() throws Exception {
        try (Database database = MariaDbServer.shared().createDatabase();
                Wire wire = new Wire(database, IDLE);
                LockedDatabase held = open(database, wire, Duration.ofHours(1))) {
            runLongerThanIdle(held);
            assertThrows(SQLException.class, () -> held.atomically(transaction -> {}));
        }
    }

    private static LockedDatabase open(Database database, Wire wire, Duration heartbeat) throws SQLException {
        return LockedDatabase.open(
                wire.source(), database.name(), "lock of it", Duration.ofSeconds(20), connection -> {}, heartbeat);
    }

    private static void runLongerThanIdle(LockedDatabase held) throws SQLException {
        for (int i = 0; i < 8; i++) {
            Sessions.execute(held.work(), "SELECT SLEEP(" + IDLE.dividedBy(6).toMillis() / 1000.0 + ")");
        }
    }
}
