package org.pimtools.planner.apply;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.Progress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.results.HostResults;

/** Compares the database with the plan, the SQL files and the hosts' results; reads only. */
public final class Verification {
    private static final int BATCH = 500;

    private final Connection connection;
    private final SqlTarget target;
    private final Output output;
    private final List<RowDifference> differences = new ArrayList<>();
    private final Set<Long> different = new HashSet<>();
    private final List<Unmigrated> unmigrated = new ArrayList<>();
    private long migrated;
    private long rows;

    public Verification(Connection connection, SchemaProfile profile, Output output) {
        this.connection = connection;
        this.output = output;
        String table = "virtualmachine";
        this.target = new SqlTarget(
                profile.table(table),
                List.of(profile.column(table, "idVM")),
                List.of(),
                profile.column(table, "provider_id"));
    }

    /**
     * A VM of the plan without a provider ID in the database.
     *
     * @param decided true when the operator decided to leave it out
     */
    public record Unmigrated(long idVm, String name, String reason, boolean decided) {}

    /**
     * What was found.
     *
     * @param rows rows of SQL files that hold what they should
     * @param migrated VMs of the plan that have a provider ID
     */
    public record Report(long rows, long migrated, List<RowDifference> differences, List<Unmigrated> unmigrated) {
        public Report {
            differences = List.copyOf(differences);
            unmigrated = List.copyOf(unmigrated);
        }

        /** True when nothing differs, and every VM without provider ID was decided. */
        public boolean isDone() {
            return differences.isEmpty() && unmigrated.stream().allMatch(Unmigrated::decided);
        }
    }

    /** Compares every row of the files, then every VM of the plan. */
    public Report run(Path plan, PlannedRows planned, List<SqlFile> files, HostResults results) {
        try (Progress progress = output.progress(
                "checking rows", files.stream().mapToLong(SqlFile::rows).sum())) {
            for (SqlFile file : files) {
                rows += new RowCheck(connection, false, progress, this::differ)
                        .check(file)
                        .already();
            }
        }
        long total = planned.datacenters().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        try (PlanReader reader = PlanReader.open(plan);
                Progress progress = output.progress("checking VMs", total)) {
            List<PlanLine.Vm> batch = new ArrayList<>(BATCH);
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    results.turnTo(start.datacenter());
                } else if (line instanceof PlanLine.Vm vm) {
                    batch.add(vm);
                }
                if (batch.size() == BATCH || line instanceof PlanLine.SectionEnd && !batch.isEmpty()) {
                    compare(batch, results);
                    progress.add(batch.size());
                    batch.clear();
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read " + target.table(), e);
        }
        return new Report(rows, migrated, differences, unmigrated);
    }

    private void compare(List<PlanLine.Vm> batch, HostResults results) throws SQLException {
        Map<List<Long>, List<String>> found = new RowReader(connection, target)
                .read(batch.stream().map(vm -> List.of(vm.idVm())).toList());
        for (PlanLine.Vm vm : batch) {
            List<String> row = found.get(List.of(vm.idVm()));
            String value = row == null ? null : row.get(0);
            String expected = results.providerId(vm.idVm());
            if (value == null) {
                String reason = row == null ? "its row is gone" : results.reason(vm.idVm());
                unmigrated.add(
                        new Unmigrated(vm.idVm(), vm.name(), reason, row != null && results.isExcluded(vm.idVm())));
            } else if (expected != null && !expected.equals(value) && !different.contains(vm.idVm())) {
                differ(new RowDifference(
                        "results", vm.idVm(), target.table(), List.of(vm.idVm()), target.column(), expected, value));
            } else {
                migrated++;
            }
        }
    }

    private void differ(RowDifference difference) {
        differences.add(difference);
        different.add(difference.idVm());
    }
}
