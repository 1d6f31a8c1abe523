package org.pimtools.migrator.step.veeam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.migrator.step.Step;
import org.pimtools.migrator.step.TargetInfo;
import org.pimtools.migrator.step.TaskLog;

/**
 * Renames backup jobs on their servers, by whichever REST interface a server has. Each server is dead or alive for itself. A job is
 * never cloned: a clone begins a new chain of backups.
 */
final class VeeamStep implements Step<Change.RenameJob, UndoRecord> {
    private final List<KnownServer> servers;
    private final Runnable checkpoint;
    private final ByHand byHand;
    private final RenameBatch.Patience patience;
    private boolean acting;

    /**
     * @param servers those that the plan knows, not logged in to yet; closed with the step
     * @param checkpoint called while a task is waited for
     */
    VeeamStep(List<KnownServer> servers, Runnable checkpoint, ByHand byHand, RenameBatch.Patience patience) {
        this.servers = List.copyOf(servers);
        this.checkpoint = checkpoint;
        this.byHand = byHand;
        this.patience = patience;
    }

    @Override
    public Optional<TargetInfo> target() {
        return Optional.empty();
    }

    @Override
    public List<Refusal> refusals() {
        return List.of();
    }

    @Override
    public void enter() {
        acting = true;
    }

    @Override
    public synchronized List<Look<UndoRecord>> look(List<Change.RenameJob> batch) {
        Listings listings = new Listings();
        return batch.stream().map(change -> look(change, listings)).toList();
    }

    private Look<UndoRecord> look(Change.RenameJob change, Listings listings) {
        Optional<KnownServer> server = server(change);
        if (server.isEmpty()) {
            byHand.add(change.no(), change.oldName(), change.newName());
            return new Look.ByHand<>(
                    FindingCode.BACKUP_JOB_BY_HAND,
                    ByHand.instruction(
                            change.oldName(), change.newName(), "the plan knows no backup server that could be asked"));
        }
        KnownServer.Answer<JobListing> listing = listings.of(server.get());
        return listing.isThere()
                ? seen(change, server.get(), listing.value())
                : new Look.Unknown<>(FindingCode.BACKUP_SERVER_UNREACHABLE, listing.failure());
    }

    private static Look<UndoRecord> seen(Change.RenameJob change, KnownServer server, JobListing listing) {
        List<Job> old = listing.named(change.oldName());
        List<Job> renamed = listing.named(change.newName());
        if (old.size() + renamed.size() > 1) {
            return new Look.Refused<>(
                    FindingCode.BACKUP_JOB_AMBIGUOUS,
                    old.size() + " jobs are called \"" + Text.printable(change.oldName()) + "\" and " + renamed.size()
                            + " \"" + Text.printable(change.newName()) + "\"");
        }
        if (renamed.size() == 1) {
            return new Look.Done<>();
        }
        return old.isEmpty()
                ? new Look.Absent<>(
                        FindingCode.BACKUP_JOB_MISSING, "no job is called \"" + Text.printable(change.oldName()) + "\"")
                : new Look.Pending<>(new UndoRecord(server.place(), old.get(0).id(), change.oldName()));
    }

    @Override
    public List<Outcome> act(List<PendingChange<Change.RenameJob, UndoRecord>> batch, TaskLog tasks) {
        return rename(
                batch,
                tasks,
                pending -> new Renaming(
                        pending.change().no(),
                        new Job(pending.undo().id(), pending.undo().name()),
                        pending.change().newName(),
                        pending.task()));
    }

    @Override
    public List<Outcome> undo(List<PendingChange<Change.RenameJob, UndoRecord>> batch, TaskLog tasks) {
        return rename(
                batch,
                tasks,
                pending -> new Renaming(
                        pending.change().no(),
                        new Job(pending.undo().id(), pending.change().newName()),
                        pending.undo().name(),
                        pending.task()));
    }

    /** Which way a change is made. */
    private interface Direction {
        Renaming of(PendingChange<Change.RenameJob, UndoRecord> pending);
    }

    private synchronized List<Outcome> rename(
            List<PendingChange<Change.RenameJob, UndoRecord>> batch, TaskLog tasks, Direction direction) {
        Map<KnownServer, List<Renaming>> byServer = new LinkedHashMap<>();
        for (PendingChange<Change.RenameJob, UndoRecord> pending : batch) {
            byServer.computeIfAbsent(server(pending).orElseThrow(), unseen -> new ArrayList<>())
                    .add(direction.of(pending));
        }
        Map<Integer, Outcome> outcomes = new HashMap<>();
        byServer.forEach((server, renamings) -> {
            outcomes.putAll(new RenameBatch(server, tasks, checkpoint, patience).execute(renamings));
            renamings.forEach(renaming -> remember(renaming, outcomes.get(renaming.no())));
        });
        return batch.stream()
                .map(pending -> outcomes.get(pending.change().no()))
                .toList();
    }

    private void remember(Renaming renaming, Outcome outcome) {
        if (outcome.state().state() == State.BY_HAND) {
            byHand.add(renaming.no(), renaming.job().name(), renaming.name());
        } else {
            byHand.remove(renaming.no());
        }
    }

    @Override
    public synchronized List<Look<UndoRecord>> lookBack(List<PendingChange<Change.RenameJob, UndoRecord>> batch) {
        Listings listings = new Listings();
        return batch.stream().map(pending -> lookBack(pending, listings)).toList();
    }

    private Look<UndoRecord> lookBack(PendingChange<Change.RenameJob, UndoRecord> pending, Listings listings) {
        String newName = pending.change().newName();
        String oldName = pending.undo().name();
        Optional<KnownServer> server = server(pending);
        if (server.isEmpty()) {
            return new Look.ByHand<>(
                    FindingCode.BACKUP_JOB_BACK,
                    ByHand.instruction(
                            newName,
                            oldName,
                            "the newest plan knows no backup server at "
                                    + pending.undo().server()));
        }
        KnownServer.Answer<JobListing> listing = listings.of(server.get());
        if (!listing.isThere()) {
            return new Look.Unknown<>(FindingCode.BACKUP_SERVER_UNREACHABLE, listing.failure());
        }
        JobListing jobs = listing.value();
        Optional<Job> job = jobs.withId(pending.undo().id());
        if (job.isEmpty()) {
            return jobs.named(newName).isEmpty()
                    ? new Look.Done<>()
                    : new Look.Refused<>(
                            FindingCode.BACKUP_JOB_CHANGED,
                            "somebody made another job with the name \"" + Text.printable(newName) + "\"");
        }
        if (job.get().name().equals(oldName)) {
            return new Look.Done<>();
        }
        if (!job.get().name().equals(newName)) {
            return new Look.Refused<>(
                    FindingCode.BACKUP_JOB_CHANGED,
                    "somebody called the job \"" + Text.printable(job.get().name()) + "\"");
        }
        return jobs.named(oldName).isEmpty()
                ? new Look.Pending<>(pending.undo())
                : new Look.Refused<>(
                        FindingCode.BACKUP_JOB_CHANGED,
                        "another job has the old name \"" + Text.printable(oldName) + "\" now");
    }

    /** A server keeps what it acknowledged. */
    @Override
    public void settle() {}

    @Override
    public void surroundings(Iterable<Change.RenameJob> changes, Consumer<Finding> findings) {}

    @Override
    public void newcomers(Iterable<UndoRecord> made, Predicate<String> known, Consumer<Finding> findings) {}

    @Override
    public synchronized void close() {
        servers.forEach(KnownServer::close);
        if (acting) {
            byHand.write();
        }
    }

    private Optional<KnownServer> server(Change.RenameJob change) {
        return servers.stream()
                .filter(server -> server.endpointNo() == change.endpointNo())
                .findFirst();
    }

    /** The server on which the job was found: the plan that is used now may have another number for it. */
    private Optional<KnownServer> server(PendingChange<Change.RenameJob, UndoRecord> pending) {
        List<KnownServer> there = servers.stream()
                .filter(server -> server.place().equals(pending.undo().server()))
                .toList();
        return server(pending.change())
                .filter(there::contains)
                .or(() -> there.stream().findFirst());
    }

    /** Each server's jobs, listed once. */
    private static final class Listings {
        private final Map<KnownServer, KnownServer.Answer<JobListing>> listings = new HashMap<>();

        KnownServer.Answer<JobListing> of(KnownServer server) {
            return listings.computeIfAbsent(server, KnownServer::listing);
        }
    }
}
