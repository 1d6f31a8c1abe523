package org.pimtools.testkit.world;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Inserts rows into one table, many with each statement. The last rows are written when it is closed. */
final class Rows implements AutoCloseable {
    private static final int BATCH = 500;

    private final Connection connection;
    private final String into;
    private final String placeholders;
    private final PreparedStatement full;
    private final List<Object[]> waiting = new ArrayList<>();

    Rows(Connection connection, String table, String... columns) throws SQLException {
        this.connection = connection;
        this.into = "INSERT INTO " + table + " (`" + String.join("`, `", columns) + "`) VALUES ";
        this.placeholders = "(" + String.join(", ", Collections.nCopies(columns.length, "?")) + ")";
        this.full = connection.prepareStatement(statement(BATCH));
    }

    void add(Object... values) throws SQLException {
        waiting.add(values);
        if (waiting.size() == BATCH) {
            flush(full);
        }
    }

    @Override
    public void close() throws SQLException {
        full.close();
        if (!waiting.isEmpty()) {
            try (PreparedStatement rest = connection.prepareStatement(statement(waiting.size()))) {
                flush(rest);
            }
        }
    }

    private String statement(int rows) {
        String[] all = new String[rows];
        Arrays.fill(all, placeholders);
        return into + String.join(", ", all);
    }

    private void flush(PreparedStatement statement) throws SQLException {
        int parameter = 0;
        for (Object[] row : waiting) {
            for (Object value : row) {
                statement.setObject(++parameter, value);
            }
        }
        statement.executeUpdate();
        waiting.clear();
    }
}
