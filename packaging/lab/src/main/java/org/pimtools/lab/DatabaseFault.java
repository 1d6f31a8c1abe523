package org.pimtools.lab;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.pimtools.testkit.server.MariaDbServer;

/** What happens to a database around a run. */
enum DatabaseFault implements ChaosFault {
    /** The database crashes and comes back. */
    DATABASE_KILLED(ChaosPart.APPLY, ChaosPart.MODULE_UPDATE, ChaosPart.APPLY_BACK, ChaosPart.MODULE_ROLL_BACK) {
        @Override
        public ChaosHarm harm(MariaDbServer server, String user) {
            server.kill();
            return ChaosHarm.until(server::restart);
        }
    },
    /** Every connection of the tool to the database is cut. */
    DATABASE_CUT(ChaosPart.MODULE_ROLL_BACK, ChaosPart.APPLY_BACK, ChaosPart.MODULE_UPDATE, ChaosPart.APPLY) {
        @Override
        public ChaosHarm harm(MariaDbServer server, String user) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("KILL USER '" + user + "'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return ChaosHarm.OVER;
        }
    };

    private final List<ChaosPart> parts;

    DatabaseFault(ChaosPart... parts) {
        this.parts = List.of(parts);
    }

    @Override
    public List<ChaosPart> parts() {
        return parts;
    }
}
