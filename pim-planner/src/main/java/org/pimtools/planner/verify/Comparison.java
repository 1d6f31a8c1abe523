package org.pimtools.planner.verify;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFiles;

/** All rows of all files against the database, as they were at one moment. */
public final class Comparison implements Closeable {
    private final Differences differences;
    private final Claims claims;
    private long pending;
    private long already;

    private Comparison(Path scratch) {
        differences = new Differences(scratch);
        claims = new Claims(scratch);
    }

    /**
     * Before the change: a row may hold what it should hold before or after, and no provider ID may be of two entities.
     *
     * @param copies which rows of VMs are none
     * @param scratch for what does not fit into memory
     */
    public static Comparison before(
            Connection connection, SqlFiles files, TemporalRows copies, Path scratch, Output output)
            throws SQLException, IOException {
        Comparison comparison = new Comparison(scratch);
        try {
            HeldProviderIds held = new HeldProviderIds(comparison.claims, copies);
            comparison.look(connection, files, true, output, held::add);
            if (held.setsAny()) {
                held.compare(connection);
            }
            return comparison;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            comparison.close();
            throw e;
        }
    }

    /** After the change: every row must hold what it should hold. */
    public static Comparison after(Connection connection, SqlFiles files, Path scratch, Output output)
            throws IOException {
        Comparison comparison = new Comparison(scratch);
        try {
            comparison.look(connection, files, false, output, (file, target, row) -> {});
            return comparison;
        } catch (IOException | RuntimeException | Error e) {
            comparison.close();
            throw e;
        }
    }

    private void look(Connection connection, SqlFiles files, boolean pendingIsFine, Output output, FileRow rows)
            throws IOException {
        try (Progress progress = output.progress("checking rows", files.rows())) {
            for (SqlFile file : files.files()) {
                RowCheck check = new RowCheck(connection, pendingIsFine, progress, differences::add);
                RowCheck.Counts counts = check.check(file, (target, row) -> rows.take(file, target, row));
                pending += counts.pending();
                already += counts.already();
            }
        }
    }

    /** Takes a row of a file. */
    @FunctionalInterface
    private interface FileRow {
        void take(SqlFile file, SqlTarget target, SqlRow row);
    }

    /** Rows that hold what they should hold before; none after the change. */
    public long pending() {
        return pending;
    }

    /** Rows that hold what they should hold after. */
    public long already() {
        return already;
    }

    public Differences differences() {
        return differences;
    }

    /** Provider IDs of two entities, of two files or of a file and the rest of the database. */
    public Claims conflicts() {
        return claims;
    }

    @Override
    public void close() throws IOException {
        try (claims) {
            differences.close();
        }
    }
}
