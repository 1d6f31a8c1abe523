package org.pimtools.migrator.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.RowChecksum;
import org.pimtools.common.sql.RowKeys;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlScript;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.common.sql.StagedTarget;
import org.pimtools.migrator.step.Change;

/** Renders one file in two passes: a survey of the targets, then the text. Holds one batch of rows per target. */
final class SqlRenderer {
    private final SqlManifest manifest;
    private final String hostKey;
    private final Map<SqlTarget, TargetRows> targets = new LinkedHashMap<>();
    private RowKeys seen = new RowKeys();

    SqlRenderer(SqlManifest manifest, String hostKey) {
        this.manifest = manifest;
        this.hostKey = hostKey;
    }

    /** The first pass. */
    void survey(Change.SetRow change) {
        SqlTarget target = target(change);
        TargetRows rows = targets.computeIfAbsent(target, key -> new TargetRows(targets.size() + 1, key));
        takeOver(change, rows, rows.checksum::add);
    }

    /** The second pass. */
    void render(Stream<Change.SetRow> changes, Writer out) throws IOException {
        seen = new RowKeys();
        out.write(SqlScript.header(
                manifest, targets.keySet().stream().map(SqlTarget::role).toList(), hostKey));
        for (TargetRows rows : targets.values()) {
            out.write(SqlScript.stage(rows.no, rows.target));
        }
        changes.forEachOrdered(change -> {
            TargetRows rows = targets.get(target(change));
            takeOver(change, rows, row -> rows.write(row, out));
        });
        List<StagedTarget> staged = new ArrayList<>();
        for (TargetRows rows : targets.values()) {
            rows.flush(out);
            staged.add(new StagedTarget(rows.no, rows.target, rows.checksum.rows(), rows.checksum.sum()));
        }
        out.write(SqlScript.ending(manifest.direction(), staged));
    }

    private void takeOver(Change.SetRow change, TargetRows rows, RowSink sink) {
        SqlRow row = row(change);
        switch (seen.add(rows.no, row)) {
            case NEW -> sink.take(row);
            case SAME -> {
                return;
            }
            case OTHER ->
                throw new ToolException(
                        ExitCode.FAILED,
                        "change " + change.no() + " of VM " + change.idVm()
                                + " contradicts another one of the same row of " + change.table(),
                        "report this, with the work file");
        }
    }

    private SqlTarget target(Change.SetRow change) {
        SqlTarget target = new SqlTarget(
                change.role(),
                change.table(),
                key(change)
                        .map(part -> new KeyColumn(part.column(), part.value().type()))
                        .toList(),
                change.guards().stream().map(Change.Cell::column).toList(),
                change.column());
        return switch (manifest.direction()) {
            case UPDATE -> target;
            case ROLLBACK -> target.unguarded();
        };
    }

    private SqlRow row(Change.SetRow change) {
        SqlRow row = new SqlRow(
                change.idVm(),
                key(change).map(Change.KeyPart::value).toList(),
                change.guards().stream().map(Change.Cell::value).toList(),
                change.expected(),
                change.value());
        return manifest.direction() == SqlDirection.UPDATE ? row : row.reversed();
    }

    /** Integers first, as the grammar has them. */
    private static Stream<Change.KeyPart> key(Change.SetRow change) {
        return change.key().stream()
                .sorted(Comparator.comparing(part -> part.value().type()));
    }

    @FunctionalInterface
    private interface RowSink {
        void take(SqlRow row);
    }

    /** The rows of one target. */
    private static final class TargetRows {
        private final int no;
        private final SqlTarget target;
        private final RowChecksum checksum = new RowChecksum();
        private final List<String> batch = new ArrayList<>();
        private long written;

        TargetRows(int no, SqlTarget target) {
            this.no = no;
            this.target = target;
        }

        void write(SqlRow row, Writer out) {
            written++;
            batch.add(SqlFragments.tuple(written, row));
            if (batch.size() == SqlScript.BATCH) {
                try {
                    flush(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void flush(Writer out) throws IOException {
            if (!batch.isEmpty()) {
                out.write(SqlFragments.insert(no, target) + "\n" + String.join(",\n", batch) + ";\n");
                batch.clear();
            }
        }
    }
}
