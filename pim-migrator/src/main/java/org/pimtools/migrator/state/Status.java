package org.pimtools.migrator.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.ChangeKind;

/**
 * What state a datacenter is in, counted from its files alone.
 *
 * @param hostKey the fingerprint of the key with which this host signs; empty before the first run
 * @param rehearsalKey the same for rehearsals
 * @param working true while a process works on the datacenter
 * @param runs how many runs were made, dry ones included
 * @param newestRun the newest of them
 * @param plan what the newest run was given, if its plan is still there
 * @param migration the newest migration
 */
public record Status(
        Path directory,
        DatacenterId datacenter,
        Optional<String> hostKey,
        Optional<String> rehearsalKey,
        boolean working,
        int runs,
        Optional<String> newestRun,
        Optional<GivenPlan> plan,
        Optional<MigrationStatus> migration) {

    /**
     * What a migration's files say.
     *
     * @param planned changes that were decided
     * @param begun changes that were begun, each counted once
     * @param done changes that stand as made according to the journal; what holds is what verify sees
     * @param undone changes that were made and rolled back according to the journal
     * @param leftOut VMs that the SQL files leave out
     * @param verified the last time that it was verified after it had ended
     * @param plan what the migration was given, if its plan is still there
     */
    public record MigrationStatus(
            String run,
            UUID planId,
            int planned,
            int begun,
            int done,
            int undone,
            boolean finished,
            int leftOut,
            Optional<String> update,
            Optional<String> rollback,
            Optional<RolledBack> rolledBack,
            Optional<LastVerification> verified,
            Optional<GivenPlan> plan) {}

    /** Reads the state; takes no lock and changes nothing. */
    public static Status of(StateDirectory state) throws IOException {
        var runs = state.runsNewestFirst();
        Optional<StateDirectory.RunFiles> newest = state.newestMigration();
        return new Status(
                state.path(),
                state.datacenter(),
                state.existingHostKey(false).map(SigningKey::fingerprint),
                state.existingHostKey(true).map(SigningKey::fingerprint),
                state.isLocked(),
                runs.size(),
                runs.stream().findFirst().map(StateDirectory.RunFiles::run),
                runs.stream().findFirst().flatMap(StateDirectory.RunFiles::given),
                newest.isEmpty() ? Optional.empty() : Optional.of(migration(state, newest.get())));
    }

    private static MigrationStatus migration(StateDirectory state, StateDirectory.RunFiles files) throws IOException {
        WorkFile work = WorkFile.open(files.work());
        BitSet begun = new BitSet();
        BitSet done = new BitSet();
        BitSet undone = new BitSet();
        if (Files.exists(files.journal())) {
            Journal.read(files.journal(), entry -> {
                if (entry instanceof Entry.Intent intent) {
                    begun.set(intent.no());
                } else if (entry instanceof Entry.Outcome outcome
                        && outcome.result().applied()) {
                    done.set(outcome.no(), outcome.direction() == Direction.FORWARD);
                    undone.set(outcome.no(), outcome.direction() == Direction.UNDO);
                }
            });
        }
        Optional<Finished> finished =
                Finished.read(state.finished()).filter(last -> last.migration().equals(files.run()));
        return new MigrationStatus(
                files.run(),
                work.header().planId(),
                work.end().changes() - work.end().count(ChangeKind.SET_ROW),
                begun.cardinality(),
                done.cardinality(),
                undone.cardinality(),
                finished.isPresent(),
                finished.map(last -> last.leftOut().size()).orElse(0),
                finished.map(Finished::update),
                finished.map(Finished::rollback),
                RolledBack.of(state),
                finished.flatMap(last -> LastVerification.of(state, last)),
                files.given());
    }
}
