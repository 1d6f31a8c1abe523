package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.pimtools.common.cli.Progress;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.common.sql.StagedTarget;

/** Compares the rows of an SQL file with the database; reads only. */
final class RowCheck {
    private static final int BATCH = 500;

    private final Connection connection;
    private final boolean pendingIsFine;
    private final Progress progress;
    private final Consumer<RowDifference> differences;
    private final Map<Integer, List<SqlRow>> batches = new HashMap<>();
    private SqlFile file;
    private long pending;
    private long already;
    private long different;

    /** @param pendingIsFine true before the change: a row may hold what it should hold before or after */
    RowCheck(Connection connection, boolean pendingIsFine, Progress progress, Consumer<RowDifference> differences) {
        this.connection = connection;
        this.pendingIsFine = pendingIsFine;
        this.progress = progress;
        this.differences = differences;
    }

    /** How many rows are as before, as after, and neither. */
    record Counts(long pending, long already, long different) {}

    /** Compares all rows. */
    Counts check(SqlFile toCheck) {
        file = toCheck;
        SqlFile read = SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
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

    private void compare(SqlTarget target, List<SqlRow> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            Map<List<Long>, List<String>> found = new RowReader(connection, target)
                    .read(batch.stream().map(SqlRow::key).toList());
            for (SqlRow row : batch) {
                compare(target, row, found.get(row.key()));
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read " + target.table(), e);
        }
        progress.add(batch.size());
        batch.clear();
    }

    private void compare(SqlTarget target, SqlRow row, List<String> found) {
        if (found == null) {
            differ(target, row, null, null, null);
            return;
        }
        int guards = target.guardColumns().size();
        for (int i = 0; i < guards; i++) {
            if (!Objects.equals(row.guards().get(i), found.get(i))) {
                differ(target, row, target.guardColumns().get(i), row.guards().get(i), found.get(i));
                return;
            }
        }
        String value = found.get(guards);
        if (Objects.equals(value, row.after())) {
            already++;
        } else if (pendingIsFine && Objects.equals(value, row.before())) {
            pending++;
        } else {
            differ(target, row, target.column(), pendingIsFine ? row.before() : row.after(), value);
        }
    }

    private void differ(SqlTarget target, SqlRow row, String column, String expected, String found) {
        different++;
        differences.accept(new RowDifference(
                file.path().getFileName().toString(), row.idVm(), target.table(), row.key(), column, expected, found));
    }
}
