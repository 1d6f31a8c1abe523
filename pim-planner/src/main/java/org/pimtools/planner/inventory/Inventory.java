package org.pimtools.planner.inventory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.jdbc.DatabaseWords;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.profile.SchemaState;

/**
 * One snapshot of the platform's database. Every query runs to its end before the next one starts, and its rows are streamed: a
 * second statement would pull the rest of the first result into memory.
 */
public final class Inventory {
    private static final int FETCH_SIZE = 1_000;
    private static final int LOCK_WAIT = 1205;
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)(?:\\.(\\w+))?}");

    private final Connection snapshot;
    private final SchemaProfile profile;
    private final SchemaState schema;
    private final UnreadableValues unreadable = new UnreadableValues();

    public Inventory(Connection snapshot, SchemaProfile profile, SchemaState schema) {
        this.snapshot = snapshot;
        this.profile = profile;
        this.schema = schema;
    }

    /** What its tables and columns are called, and what is known of its passwords. */
    SchemaProfile profile() {
        return profile;
    }

    /** What the database has of the profile. */
    SchemaState schema() {
        return schema;
    }

    /** For a query's condition: that the row of {@code virtualmachine} is a VM, not the temporal copy of one. */
    String isVm(String alias) {
        return schema.has("virtualmachine", "temporal") ? alias + ".{virtualmachine.temporal} IS NULL" : "TRUE";
    }

    /** Takes one row of a result. */
    @FunctionalInterface
    interface RowReader {
        void row(Row row) throws SQLException;
    }

    /** Runs a query in which {@code {table}} and {@code {table.column}} stand for the names of the schema profile. */
    void forEach(String template, RowReader reader) {
        try (Statement statement = snapshot.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(named(template))) {
                Row row = new Row(rows, unreadable);
                while (rows.next()) {
                    read(reader, row);
                }
            }
        } catch (SQLException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "reading the database failed: " + DatabaseWords.of(e),
                    e.getErrorCode() == LOCK_WAIT
                            ? "run again when no schema change is under way"
                            : "check the database's log and the connection, then run again",
                    e);
        }
    }

    /** A row whose own ID is unreadable is passed over: that is among the findings. */
    private static void read(RowReader reader, Row row) throws SQLException {
        try {
            reader.row(row);
        } catch (Row.WithoutId e) {
            return;
        }
    }

    /** The values that could not be read so far, because they are not of their type. */
    public List<Finding> unreadable() {
        return unreadable.findings();
    }

    private String named(String template) {
        Matcher matcher = NAME.matcher(template);
        StringBuilder sql = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2) == null
                    ? profile.quotedTable(matcher.group(1))
                    : profile.quotedColumn(matcher.group(1), matcher.group(2));
            matcher.appendReplacement(sql, Matcher.quoteReplacement(name));
        }
        return matcher.appendTail(sql).toString();
    }
}
