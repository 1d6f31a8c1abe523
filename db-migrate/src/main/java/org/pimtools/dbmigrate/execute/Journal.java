package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.lock.Tables;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;

/** The journal's rows. Every method works in whatever transaction the connection has open. */
public final class Journal {
    private final Tables tables;

    /** @param database the module's */
    public Journal(String database) {
        this(new Tables(database));
    }

    Journal(Tables tables) {
        this.tables = tables;
    }

    enum State {
        INTENT,
        FAILED,
        DONE
    }

    /**
     * What the journal says of one statement.
     *
     * @param digests of the objects that it names, before it ran
     * @param session behind it, where it differs from before
     */
    record Row(int number, String chain, State state, Optional<List<String>> digests, Optional<String> session) {}

    /** The script that was begun and not ended. Also right for a database without any journal. */
    public Optional<OpenScript> open(Connection connection) throws SQLException {
        if (!tables.exist(connection)) {
            return Optional.empty();
        }
        String select =
                "SELECT id, direction, version, file, statements FROM " + tables.script() + " WHERE state = 'open'";
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            long id = row.getLong(1);
            Direction direction = Direction.valueOf(row.getString(2));
            int version = row.getInt(3);
            String file = row.getString(4);
            int statements = row.getInt(5);
            List<Row> rows = rows(connection, id);
            int done = done(rows);
            return Optional.of(new OpenScript(id, direction, version, file, statements, done, rows.size() > done));
        }
    }

    static int done(List<Row> rows) {
        int done = 0;
        while (done < rows.size()
                && rows.get(done).number() == done + 1
                && rows.get(done).state() == State.DONE) {
            done++;
        }
        return done;
    }

    List<Row> rows(Connection connection, long script) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT n, chain, state, digests, session FROM "
                + tables.statement() + " WHERE script = ? ORDER BY n")) {
            statement.setLong(1, script);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Row(
                            row.getInt(1),
                            row.getString(2),
                            State.valueOf(row.getString(3).toUpperCase(java.util.Locale.ROOT)),
                            Optional.ofNullable(row.getString(4)).map(text -> List.of(text.split(",", -1))),
                            Optional.ofNullable(row.getString(5))));
                }
            }
        }
        return found;
    }

    long begin(Connection connection, Script script, String holder) throws SQLException {
        long id;
        try (PreparedStatement next =
                        connection.prepareStatement("SELECT COALESCE(MAX(id), 0) + 1 FROM " + tables.script());
                ResultSet row = next.executeQuery()) {
            row.next();
            id = row.getLong(1);
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + tables.script()
                + " (id, direction, version, file, statements, state, holder) VALUES (?, ?, ?, ?, ?, 'open', ?)")) {
            insert.setLong(1, id);
            insert.setString(2, script.direction().name());
            insert.setInt(3, script.version());
            insert.setString(4, script.file());
            insert.setInt(5, script.statements().size());
            insert.setString(6, holder);
            insert.executeUpdate();
        }
        return id;
    }

    void end(Connection connection, long script) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + tables.script() + " SET state = 'done', ended = CURRENT_TIMESTAMP(3) WHERE id = ?")) {
            update.setLong(1, script);
            update.executeUpdate();
        }
    }

    void forget(Connection connection, long script) throws SQLException {
        for (String delete : List.of(
                "DELETE FROM " + tables.statement() + " WHERE script = ?",
                "DELETE FROM " + tables.script() + " WHERE id = ?")) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setLong(1, script);
                statement.executeUpdate();
            }
        }
    }

    void write(Connection connection, long script, Row row, String error) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + tables.statement()
                + " (script, n, chain, state, digests, session, error) VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
                + " chain = VALUES(chain), state = VALUES(state), digests = VALUES(digests), session = VALUES(session),"
                + " error = VALUES(error)")) {
            insert.setLong(1, script);
            insert.setInt(2, row.number());
            insert.setString(3, row.chain());
            insert.setString(4, row.state().name().toLowerCase(java.util.Locale.ROOT));
            insert.setString(
                    5, row.digests().map(digests -> String.join(",", digests)).orElse(null));
            insert.setString(6, row.session().orElse(null));
            insert.setString(7, error);
            insert.executeUpdate();
        }
    }
}
