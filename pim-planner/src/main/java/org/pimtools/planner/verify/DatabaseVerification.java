package org.pimtools.planner.verify;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.planning.TemporalCopies;
import org.pimtools.planner.results.HostResults;
import org.pimtools.planner.results.HostVmResult;
import org.pimtools.planner.results.HostVmResults;
import org.pimtools.planner.spool.RowCodec;
import org.pimtools.planner.spool.Spool;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFile;

/** Compares the database with the plan, the SQL files and the hosts' results, in constant memory; reads only. Close it at last. */
public final class DatabaseVerification implements Closeable {
    private static final int BATCH = 500;
    private static final int FIRST = 20;

    private final SchemaProfile profile;
    private final SqlTarget target;
    private final EntityVerification entities;
    private final Path scratch;
    private final Output output;
    private final Differences differences;
    private final Claims conflicts;
    private final Spool<Unmigrated> unmigrated;
    private final List<Unmigrated> first = new ArrayList<>(FIRST);
    private TemporalCopies copies = new TemporalCopies();
    private long without;
    private long undecided;
    private long migrated;
    private long rows;

    /** @param scratch a folder for what does not fit into memory */
    public DatabaseVerification(SchemaProfile profile, Path scratch, Output output) {
        String table = "virtualmachine";
        this.profile = profile;
        this.target = new SqlTarget(
                SqlRole.VM,
                profile.table(table),
                List.of(KeyColumn.number(profile.column(table, "idVM"))),
                List.of(),
                profile.column(table, "provider_id"));
        this.entities = new EntityVerification(profile);
        this.scratch = scratch;
        this.output = output;
        this.differences = new Differences(scratch);
        this.conflicts = new Claims(scratch);
        this.unmigrated = new Spool<>(scratch, Unmigrated.CODEC, (one, other) -> 0);
    }

    /** Compares every row of the files, then every VM of the plan; looks what copies there are. */
    public void run(Connection connection, Path plan, PlannedRows planned, List<SqlFile> files, HostResults results)
            throws IOException {
        checkRows(connection, files);
        long total = planned.datacenters().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        try (PlanReader reader = PlanReader.open(plan);
                Progress progress = output.progress("checking VMs", total)) {
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    try (HostVmResults words = results.of(start.datacenter());
                            Spool<NamedVm> vms = sectionVms(connection, reader)) {
                        compare(connection, vms.sorted(), words, progress);
                    }
                }
            }
            copies = TemporalRows.of(connection, profile).read(connection);
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read " + target.table(), e);
        }
    }

    private void checkRows(Connection connection, List<SqlFile> files) throws IOException {
        try (Progress progress = output.progress(
                "checking rows", files.stream().mapToLong(SqlFile::rows).sum())) {
            HeldProviderIds held = new HeldProviderIds(conflicts, TemporalRows.of(connection, profile));
            for (SqlFile file : files) {
                rows += new RowCheck(connection, false, progress, differences::add)
                        .check(file, (rowTarget, row) -> held.add(file, rowTarget, row))
                        .already();
            }
            held.compare(connection);
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read " + target.table(), e);
        }
    }

    /** Rows of SQL files that hold what they should. */
    public long rows() {
        return rows;
    }

    /** VMs of the plan that have a provider ID. */
    public long migrated() {
        return migrated;
    }

    /** The firewalls and load balancers of the plan. */
    public EntityVerification entities() {
        return entities;
    }

    /** Rows that do not hold what the SQL files or the results say. */
    public Differences differences() {
        return differences;
    }

    /** Provider IDs of two entities, of two files or of a file and the rest of the database. */
    public Claims conflicts() {
        return conflicts;
    }

    /** Copies of VMs that the platform left in the database. */
    public TemporalCopies copies() {
        return copies;
    }

    /** How many VMs of the plan have no provider ID. */
    public long withoutProviderId() {
        return without;
    }

    /** All of them. */
    public Iterable<Unmigrated> unmigrated() {
        return unmigrated.all();
    }

    /** The first {@value #FIRST}, for people. */
    public List<Unmigrated> firstUnmigrated() {
        return List.copyOf(first);
    }

    /** True when nothing differs, no provider ID is of two, and every VM without provider ID was decided. */
    public boolean isDone() {
        return differences.isEmpty() && conflicts.count() == 0 && undecided == 0;
    }

    /** By idVm, as the hosts' words come; other entities are counted on the way. */
    private Spool<NamedVm> sectionVms(Connection connection, PlanReader reader) throws IOException, SQLException {
        Spool<NamedVm> vms = new Spool<>(scratch, NamedVm.CODEC, Comparator.comparingLong(NamedVm::idVm));
        try {
            for (PlanLine line = reader.next(); !(line instanceof PlanLine.SectionEnd); line = reader.next()) {
                if (line instanceof PlanLine.Vm vm) {
                    vms.add(new NamedVm(vm.idVm(), vm.name()));
                } else if (line instanceof PlanLine.Entity entity) {
                    entities.add(connection, entity);
                }
            }
            entities.end(connection);
            return vms;
        } catch (IOException | SQLException | RuntimeException | Error e) {
            vms.close();
            throw e;
        }
    }

    private void compare(Connection connection, Spool.Rows<NamedVm> vms, HostVmResults words, Progress progress)
            throws SQLException, IOException {
        List<NamedVm> batch = new ArrayList<>(BATCH);
        while (vms.peek() != null) {
            batch.clear();
            while (vms.peek() != null && batch.size() < BATCH) {
                batch.add(vms.next());
            }
            Map<List<KeyCell>, List<String>> found = new RowReader(connection, target)
                    .read(batch.stream().map(NamedVm::key).toList());
            for (NamedVm vm : batch) {
                compare(vm, found.get(vm.key()), words.of(vm.idVm()));
            }
            progress.add(batch.size());
        }
    }

    private void compare(NamedVm vm, List<String> row, HostVmResult word) throws IOException {
        String value = row == null ? null : row.get(0);
        String expected = word.providerId();
        if (value == null) {
            add(
                    row == null
                            ? new Unmigrated(vm.idVm(), vm.name(), "its row is gone", false)
                            : new Unmigrated(
                                    vm.idVm(), vm.name(), word.reason(), word.isExcluded() || word.isRolledBack()));
        } else if ((word.isRolledBack() || expected != null && !expected.equals(value))
                && !differences.has(EntityKind.VM, vm.idVm())) {
            differences.add(new RowDifference(
                    "results",
                    EntityKind.VM,
                    vm.idVm(),
                    target.table(),
                    vm.key(),
                    RowDifference.Kind.CHANGED,
                    target.column(),
                    expected,
                    value));
        } else {
            migrated++;
        }
    }

    private void add(Unmigrated vm) throws IOException {
        unmigrated.add(vm);
        if (first.size() < FIRST) {
            first.add(vm);
        }
        without++;
        undecided += vm.decided() ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        try (unmigrated;
                conflicts) {
            differences.close();
        }
    }

    private record NamedVm(long idVm, String name) {
        List<KeyCell> key() {
            return List.of(KeyCell.of(idVm));
        }

        static final RowCodec<NamedVm> CODEC = new RowCodec<>() {
            @Override
            public void write(NamedVm vm, DataOutput out) throws IOException {
                out.writeLong(vm.idVm);
                RowCodec.writeText(out, vm.name);
            }

            @Override
            public NamedVm read(DataInput in) throws IOException {
                return new NamedVm(in.readLong(), RowCodec.readText(in));
            }
        };
    }
}
