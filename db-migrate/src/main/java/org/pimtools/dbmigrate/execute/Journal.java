package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.dbmigrate.lock.LockedDatabase.Transaction;
import org.pimtools.dbmigrate.lock.Tables;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;

/**
 * The journal's rows. Reading works in whatever transaction the connection has open. What is written is plain ASCII without a
 * backslash or a quote that a setting of the session could give another meaning.
 */
public final class Journal {
    private static final int ROWS_EACH = 1_000;
    private static final int LONGEST_ERROR = 4_000;

    private final Tables tables;

    /** @param database the module's */
    public Journal(String database) {
        this(new Tables(database));
    }

    Journal(Tables tables) {
        this.tables = tables;
    }

    /** In the order in which the later one counts. */
    enum State {
        FAILED,
        INTENT,
        DONE
    }

    /**
     * What the journal has of one statement.
     *
     * @param digests of the objects that it names, before it ran
     */
    record Row(int number, String chain, State state, Optional<List<String>> digests) {}

    /** The script that was begun and not finished. Also right for a database without any journal. */
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
            Version version = Version.of(row.getString(3));
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

    /** One row a statement, in their order: that which counts. */
    List<Row> rows(Connection connection, long script) throws SQLException {
        TreeMap<Integer, Row> found = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT n, chain, state, digests FROM " + tables.statement() + " WHERE script = ? ORDER BY n")) {
            statement.setLong(1, script);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Row next = new Row(
                            row.getInt(1),
                            row.getString(2),
                            State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                            Optional.ofNullable(row.getString(4)).map(text -> List.of(text.split(",", -1))));
                    found.merge(
                            next.number(),
                            next,
                            (one, other) -> one.state().compareTo(other.state()) > 0 ? one : other);
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** What the session of an open script was behind the last statement that is done. */
    Optional<SessionState> session(Connection connection, long script) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT session FROM " + tables.script() + " WHERE id = ?")) {
            statement.setLong(1, script);
            try (ResultSet row = statement.executeQuery()) {
                String session = row.next() ? row.getString(1) : null;
                return session == null ? Optional.empty() : Optional.of(SessionJson.read(session));
            }
        }
    }

    /** What {@link #begin} may call the next script. */
    long next(Connection connection) throws SQLException {
        try (PreparedStatement next =
                        connection.prepareStatement("SELECT COALESCE(MAX(id), 0) + 1 FROM " + tables.script());
                ResultSet row = next.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void begin(Transaction transaction, long id, Script script, String holder) throws SQLException {
        transaction.add("INSERT INTO " + tables.script()
                + " (id, direction, version, file, statements, state, holder) VALUES (" + id + ", '"
                + script.direction().name() + "', '" + script.version() + "', " + Names.text(script.file()) + ", "
                + script.size() + ", 'open', " + Names.text(holder) + ")");
    }

    /** Says that the script is done; values of its session, which only a resume needs, are not kept. */
    void end(Transaction transaction, long script) throws SQLException {
        transaction.add("UPDATE " + tables.script()
                + " SET state = 'done', ended = CURRENT_TIMESTAMP(3), session = NULL WHERE id = " + script);
    }

    /** Of a script that is done, what else only a resume needs: errors, which an earlier run has left, and numbers of rows. */
    void clear(Transaction transaction, long script) throws SQLException {
        transaction.add("UPDATE " + tables.statement() + " SET error = NULL WHERE script = " + script
                + " AND error IS NOT NULL");
        transaction.add("DELETE FROM " + tables.counter() + " WHERE script = " + script);
    }

    void forget(Transaction transaction, long script) throws SQLException {
        transaction.add("DELETE FROM " + tables.counter() + " WHERE script = " + script);
        transaction.add("DELETE FROM " + tables.statement() + " WHERE script = " + script);
        transaction.add("DELETE FROM " + tables.script() + " WHERE id = " + script);
    }

    void write(Transaction transaction, long script, List<Row> rows) throws SQLException {
        for (int from = 0; from < rows.size(); from += ROWS_EACH) {
            String values = rows.subList(from, Math.min(from + ROWS_EACH, rows.size())).stream()
                    .map(row -> values(script, row, "NULL"))
                    .collect(Collectors.joining(", "));
            transaction.add(insert(values));
        }
    }

    void session(Transaction transaction, long script, SessionState session) throws SQLException {
        transaction.add("UPDATE " + tables.script() + " SET session = " + Names.text(SessionJson.write(session))
                + " WHERE id = " + script);
    }

    /** Says that a statement failed, and so is not one that was begun. */
    void failed(Transaction transaction, long script, Row row, String error) throws SQLException {
        notBegun(transaction, script, List.of(row.number()));
        String text = error == null ? "" : error.substring(0, Math.min(error.length(), LONGEST_ERROR));
        transaction.add(insert(values(script, row, Names.text(text))));
    }

    /** Says of statements that were begun that they took no effect. */
    void notBegun(Transaction transaction, long script, Collection<Integer> numbers) throws SQLException {
        transaction.add("DELETE FROM " + tables.statement() + " WHERE script = " + script
                + " AND state = 'intent' AND n IN ("
                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
    }

    private String insert(String values) {
        return "INSERT INTO " + tables.statement() + " (script, n, chain, state, digests, error) VALUES " + values
                + " ON DUPLICATE KEY UPDATE chain = VALUES(chain), state = VALUES(state), digests = VALUES(digests),"
                + " error = VALUES(error)";
    }

    private static String values(long script, Row row, String error) {
        return "(" + script + ", " + row.number() + ", '" + row.chain() + "', '"
                + row.state().name().toLowerCase(Locale.ROOT) + "', "
                + row.digests()
                        .map(digests -> "'" + String.join(",", digests) + "'")
                        .orElse("NULL")
                + ", " + error + ")";
    }
}
