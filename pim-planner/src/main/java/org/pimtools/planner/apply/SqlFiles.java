package org.pimtools.planner.apply;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.sql.SqlDirection;

/** The SQL files of one call: read, held against the plan, at most one per datacenter. */
public record SqlFiles(List<SqlFile> files) {
    public SqlFiles {
        files = List.copyOf(files);
    }

    /**
     * Reads all files.
     *
     * @throws ToolException with {@link ExitCode#INVALID_INPUT} for a file that is no SQL file of ours, of another plan, or
     *     with a row that the plan does not hold
     */
    public static SqlFiles read(List<Path> paths, PlannedRows plan) {
        List<SqlFile> files = new ArrayList<>();
        Map<UUID, Path> datacenters = new HashMap<>();
        for (Path path : paths) {
            SqlFile file = SqlFileParser.parse(path, (no, target, n, row, line) -> {});
            if (!file.manifest().plan().equals(plan.header().planId())) {
                throw refused(
                        path,
                        "it belongs to plan " + file.manifest().plan() + ", not to "
                                + plan.header().planId(),
                        "give the plan that it was made with, or the files of this plan");
            }
            UUID datacenter = file.manifest().datacenter();
            if (!plan.datacenters().containsKey(datacenter)) {
                throw refused(path, "the plan has no datacenter " + datacenter, "give the plan that it was made with");
            }
            Path other = datacenters.put(datacenter, path);
            if (other != null) {
                throw refused(
                        path,
                        "it is of the same datacenter as " + other,
                        "give only the newest file of each datacenter: it is complete");
            }
            requirePlanned(file, plan);
            files.add(file);
        }
        if (files.stream().map(file -> file.manifest().direction()).distinct().count() > 1) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "update and rollback files are given together",
                    "give the files of one direction");
        }
        return new SqlFiles(files);
    }

    /** The direction of all files. */
    public SqlDirection direction() {
        return files.get(0).manifest().direction();
    }

    /** The datacenters of the plan without a file, in the plan's order. */
    public List<UUID> missing(PlannedRows plan) {
        List<UUID> missing = new ArrayList<>(plan.datacenters().keySet());
        files.forEach(file -> missing.remove(file.manifest().datacenter()));
        missing.removeIf(datacenter -> plan.datacenters().get(datacenter) == 0);
        return missing;
    }

    /** The rows of all files. */
    public long rows() {
        return files.stream().mapToLong(SqlFile::rows).sum();
    }

    /** @throws ToolException when the file changed between two readings */
    static void requireSame(SqlFile first, SqlFile second) {
        if (!first.digest().equals(second.digest())) {
            throw refused(
                    first.path(), "it was changed while it was read", "let nobody write the file, then run again");
        }
    }

    private static void requirePlanned(SqlFile file, PlannedRows plan) {
        SqlFile again = SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
            if (!plan.allows(file.manifest().direction(), file.manifest().datacenter(), target, row)) {
                throw refused(
                        file.path(),
                        "line " + line + " is a row of " + target.table() + " that the plan does not hold",
                        "take the file from its host again, and give the plan that it was made with");
            }
        });
        requireSame(file, again);
    }

    private static ToolException refused(Path path, String why, String hint) {
        return new ToolException(ExitCode.INVALID_INPUT, "the SQL file " + path + " is refused: " + why, hint);
    }
}
