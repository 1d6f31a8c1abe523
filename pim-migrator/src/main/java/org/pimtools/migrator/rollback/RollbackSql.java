package org.pimtools.migrator.rollback;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.migrate.EntityTally;
import org.pimtools.migrator.migrate.RollbackRows;
import org.pimtools.migrator.migrate.UpdateManifest;
import org.pimtools.migrator.sql.SqlFiles;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;

/** Writes the SQL files of a rollback: what takes the provider IDs out again, and what brings in those that stay. */
final class RollbackSql {
    private final List<WorkFile> works;
    private final ResultLine.Start start;
    private final StateDirectory.RunFiles files;
    private final SigningKey key;

    /**
     * Prepares the files of a run.
     *
     * @param migrations the newest first
     * @param key the host's, which signs them
     */
    RollbackSql(List<Migrated> migrations, ResultLine.Start start, StateDirectory.RunFiles files, SigningKey key) {
        this.works = migrations.stream().map(Migrated::work).toList();
        this.start = start;
        this.files = files;
        this.key = key;
    }

    /**
     * Writes the rollback file, for all runs of the datacenter.
     *
     * @param chosen the VMs that the rollback is about
     * @param back those of them that the file is to have
     * @param entities whether it has firewalls and load balancers, which are rolled back with all VMs only
     */
    Path rollback(LongPredicate chosen, LongPredicate back, boolean entities) {
        Set<Long> included = new HashSet<>();
        Set<Long> excluded = new HashSet<>();
        for (WorkFile work : works) {
            work.changes(
                    Change.Rekey.class,
                    1_000,
                    batch -> batch.stream()
                            .mapToLong(Change.Rekey::idVm)
                            .filter(chosen)
                            .forEach(vm -> (back.test(vm) ? included : excluded).add(vm)));
        }
        SqlManifest manifest = new SqlManifest(
                SqlDirection.ROLLBACK,
                start.datacenter(),
                start.planId(),
                start.planCreated(),
                files.run(),
                start.started(),
                included.size(),
                excluded.size(),
                0,
                new DecidedCounts(0, 0, 0));
        Supplier<Stream<Change.SetRow>> newest = works.get(0)::setRows;
        return SqlFiles.write(
                files.directory(),
                manifest,
                key,
                () -> RollbackRows.of(newest, works.subList(1, works.size()))
                        .filter(row -> row.owner().kind() == EntityKind.VM ? back.test(row.idVm()) : entities));
    }

    /**
     * Writes the update file of the newest migration.
     *
     * @param leftOut VMs that it is not to have
     * @param already how many of the others had their provider ID before
     * @param entities of the migration, which the file keeps
     * @param counts of the result
     */
    Path update(Set<Long> leftOut, long already, EntityTally entities, Map<String, Long> counts) {
        WorkFile newest = works.get(0);
        SqlManifest manifest = UpdateManifest.of(start, files.run(), newest, leftOut.size(), already, counts)
                .with(entities.counts());
        return SqlFiles.write(
                files.directory(),
                manifest,
                key,
                () -> newest.setRows()
                        .filter(row -> row.owner().kind() != EntityKind.VM || !leftOut.contains(row.idVm())));
    }
}
