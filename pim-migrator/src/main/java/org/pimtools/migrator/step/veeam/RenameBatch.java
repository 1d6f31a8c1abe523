package org.pimtools.migrator.step.veeam;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.TaskLog;

/**
 * Renames jobs of one server: looks that each is as it was, asks for the names, waits for the tasks, and reads back. Only what is
 * read back counts.
 */
final class RenameBatch {
    private final KnownServer server;
    private final TaskLog tasks;
    private final Runnable checkpoint;
    private final Patience patience;
    private final Map<Integer, Outcome> outcomes = new HashMap<>();
    private final Map<Integer, String> refusals = new HashMap<>();

    /**
     * How long tasks are waited for.
     *
     * @param pause between two questions
     * @param longest of a batch, all its tasks together
     */
    record Patience(Duration pause, Duration longest) {}

    /** @param checkpoint called while a task is waited for */
    RenameBatch(KnownServer server, TaskLog tasks, Runnable checkpoint, Patience patience) {
        this.server = server;
        this.tasks = tasks;
        this.checkpoint = checkpoint;
        this.patience = patience;
    }

    /** The outcome of each, by the number of its change. */
    Map<Integer, Outcome> execute(List<Renaming> batch) {
        Map<Renaming, String> open = new LinkedHashMap<>();
        batch.stream()
                .filter(renaming -> renaming.task() != null)
                .forEach(renaming -> open.put(renaming, renaming.task()));
        await(open);
        KnownServer.Answer<JobListing> before = server.listing();
        List<Renaming> asked = new ArrayList<>();
        for (Renaming renaming : batch) {
            if (server.isDead()) {
                outcomes.putIfAbsent(renaming.no(), new Outcome.Failed("the backup server does not answer any more"));
            } else if (outcomes.get(renaming.no()) == null
                    && isAsItWas(renaming, before.value())
                    && ask(renaming, open)) {
                asked.add(renaming);
            }
        }
        await(open);
        readBack(asked);
        return outcomes;
    }

    private boolean isAsItWas(Renaming renaming, JobListing listing) {
        refusals.remove(renaming.no());
        if (hasItsName(renaming, listing)) {
            outcomes.put(renaming.no(), new Outcome.Applied());
            return false;
        }
        boolean same = listing.withId(renaming.job().id())
                        .filter(job -> job.name().equals(renaming.job().name()))
                        .isPresent()
                && listing.named(renaming.name()).isEmpty();
        if (!same) {
            outcomes.put(renaming.no(), new Outcome.Moved("the server's jobs changed meanwhile"));
        }
        return same;
    }

    /** Returns whether the server was reached, so that reading back tells what came of it. */
    private boolean ask(Renaming renaming, Map<Renaming, String> open) {
        KnownServer.Answer<Edit> edit = server.ask(known -> known.rename(renaming.job(), renaming.name()));
        if (!edit.isThere()) {
            outcomes.put(renaming.no(), new Outcome.Unknown(edit.failure()));
            return false;
        }
        edit.value().task().ifPresent(task -> {
            tasks.begun(renaming.no(), task);
            open.put(renaming, task);
        });
        edit.value().refusal().ifPresent(reason -> refusals.put(renaming.no(), reason));
        return true;
    }

    private static boolean hasItsName(Renaming renaming, JobListing listing) {
        return listing.withId(renaming.job().id())
                .filter(job -> job.name().equals(renaming.name()))
                .isPresent();
    }

    private void await(Map<Renaming, String> open) {
        long end = System.nanoTime() + patience.longest().toNanos();
        while (!open.isEmpty()) {
            checkpoint.run();
            open.entrySet().removeIf(entry -> hasEnded(entry.getKey(), entry.getValue()));
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                open.keySet()
                        .forEach(renaming -> outcomes.put(
                                renaming.no(),
                                new Outcome.Unknown("the server's task is still running after "
                                        + patience.longest().toSeconds() + " s")));
                return;
            }
            rest();
        }
    }

    private boolean hasEnded(Renaming renaming, String task) {
        KnownServer.Answer<TaskState> state = server.ask(known -> known.task(task));
        if (!state.isThere()) {
            outcomes.put(renaming.no(), new Outcome.Unknown(state.failure()));
            return true;
        }
        state.value().failure().ifPresent(reason -> refusals.put(renaming.no(), reason));
        return state.value().ended();
    }

    private void rest() {
        try {
            Thread.sleep(patience.pause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            checkpoint.run();
        }
    }

    private void readBack(List<Renaming> asked) {
        if (asked.isEmpty()) {
            return;
        }
        KnownServer.Answer<JobListing> after = server.listing();
        for (Renaming renaming : asked) {
            if (!after.isThere()) {
                outcomes.put(renaming.no(), new Outcome.Unknown(after.failure()));
            } else {
                // a task that nobody saw the end of may have ended by now
                Outcome seen = seen(renaming, after.value());
                outcomes.merge(renaming.no(), seen, (known, now) -> now.applied() ? now : known);
            }
        }
    }

    private Outcome seen(Renaming renaming, JobListing after) {
        return after.withId(renaming.job().id())
                .map(job -> {
                    if (hasItsName(renaming, after)) {
                        return new Outcome.Applied();
                    }
                    if (!job.name().equals(renaming.job().name())) {
                        return new Outcome.Moved("the job is called \"" + Text.printable(job.name()) + "\" now");
                    }
                    return new Outcome.ByHand(ByHand.instruction(
                            renaming.job().name(),
                            renaming.name(),
                            refusals.getOrDefault(
                                    renaming.no(), "the server took the request and left the name as it was")));
                })
                .orElseGet(() -> new Outcome.Moved("the job is not there any more"));
    }
}
