package org.pimtools.planner.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pimtools.common.output.Progress;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.common.sql.StagedTarget;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFileParser;
import org.pimtools.planner.sqlfile.SqlFiles;

/** Compares the rows of an SQL file with the database; reads only, in constant memory. */
public final class RowCheck {
    private static final int BATCH = 500;

    private final Connection connection;
    private final boolean pendingIsFine;
    private final Progress progress;
    private final Consumer<RowDifference> differences;
    private final Map<Integer, List<SqlRow>> batches = new HashMap<>();
    private final Map<SqlTarget, Optional<ColumnType>> types = new HashMap<>();
    private SqlFile file;
    private long pending;
    private long already;
    private long different;

    /**
     * Prepares one comparison.
     *
     * @param pendingIsFine true before the change: a row may hold what it should hold before or after
     */
    public RowCheck(
            Connection connection, boolean pendingIsFine, Progress progress, Consumer<RowDifference> differences) {
        this.connection = connection;
        this.pendingIsFine = pendingIsFine;
        this.progress = progress;
        this.differences = differences;
    }

    /**
     * What was counted.
     *
     * @param pending rows as they should be before the change; none when that is not fine
     * @param already rows as they should be after it
     * @param different rows that are neither, or whose new value their column cannot hold
     */
    public record Counts(long pending, long already, long different) {}

    /** Compares all rows. */
    public Counts check(SqlFile toCheck) {
        return check(toCheck, (target, row) -> {});
    }

    /** Compares all rows, and hands each to the sink too. */
    Counts check(SqlFile toCheck, Sink sink) {
        file = toCheck;
        SqlFile read = SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
            sink.row(target, row);
            List<SqlRow> batch = batches.computeIfAbsent(no, key -> new ArrayList<>(BATCH));
            batch.add(row);
            if (batch.size() == BATCH) {
                compare(target, batch);
            }
        });
        for (StagedTarget staged : read.targets()) {
            compare(staged.target(), batches.get(staged.no()));
        }
        SqlFiles.requireSame(file, read);
        return new Counts(pending, already, different);
    }

    /** Takes the rows as they are read. */
    @FunctionalInterface
    interface Sink {
        void row(SqlTarget target, SqlRow row);
    }

    private void compare(SqlTarget target, List<SqlRow> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            Map<List<KeyCell>, List<String>> found = new RowReader(connection, target)
                    .read(batch.stream().map(SqlRow::key).toList());
            Optional<ColumnType> type = type(target);
            Set<String> refused = type.isEmpty()
                    ? Set.of()
                    : type.get().refused(batch.stream().map(SqlRow::after).toList());
            for (SqlRow row : batch) {
                List<String> values = found.get(row.key());
                if (refused.contains(row.after()) && !holds(values, row.after())) {
                    differ(
                            target,
                            row,
                            RowDifference.Kind.REFUSED,
                            target.column(),
                            row.after(),
                            type.get().text());
                } else {
                    compare(target, row, values);
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read " + target.table(), e);
        }
        progress.add(batch.size());
        batch.clear();
    }

    private Optional<ColumnType> type(SqlTarget target) throws SQLException {
        Optional<ColumnType> type = types.get(target);
        if (type == null) {
            type = ColumnType.of(connection, target);
            types.put(target, type);
        }
        return type;
    }

    /** A value that is there fits, whatever is said of the column. */
    private static boolean holds(List<String> found, String value) {
        return found != null && Objects.equals(found.get(found.size() - 1), value);
    }

    private void compare(SqlTarget target, SqlRow row, List<String> found) {
        if (found == null) {
            differ(target, row, RowDifference.Kind.GONE, null, null, null);
            return;
        }
        int guards = target.guardColumns().size();
        for (int i = 0; i < guards; i++) {
            if (!Objects.equals(row.guards().get(i), found.get(i))) {
                changed(target, row, target.guardColumns().get(i), row.guards().get(i), found.get(i));
                return;
            }
        }
        String value = found.get(guards);
        if (Objects.equals(value, row.after())) {
            already++;
        } else if (pendingIsFine && Objects.equals(value, row.before())) {
            pending++;
        } else {
            changed(target, row, target.column(), pendingIsFine ? row.before() : row.after(), value);
        }
    }

    private void changed(SqlTarget target, SqlRow row, String column, String expected, String found) {
        differ(target, row, RowDifference.Kind.CHANGED, column, expected, found);
    }

    private void differ(
            SqlTarget target, SqlRow row, RowDifference.Kind kind, String column, String expected, String found) {
        different++;
        differences.accept(new RowDifference(
                file.path().getFileName().toString(),
                target.role().ownerKind(),
                row.idVm(),
                target.table(),
                row.key(),
                kind,
                column,
                expected,
                found));
    }
}
