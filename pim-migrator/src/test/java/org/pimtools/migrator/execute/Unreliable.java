package org.pimtools.migrator.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.migrator.step.Step;
import org.pimtools.migrator.step.StepInfo;
import org.pimtools.migrator.step.TargetInfo;
import org.pimtools.migrator.step.TaskLog;
import org.pimtools.migrator.step.UndoCodec;

/**
 * A target that fails on command, which a real Redis does not: a name per VM in memory, settled only when it is told so.
 * What it shares with the Redis step is the contract of {@link Step} and nothing else.
 */
final class Unreliable implements Step<Change.Rekey, String> {
    /** The process dies here. */
    static final class Killed extends Error {}

    final Map<Long, String> names = new ConcurrentHashMap<>();
    final Map<Long, String> moving = new ConcurrentHashMap<>();
    int callsToLive = Integer.MAX_VALUE;
    int losses;
    private Map<Long, String> settled = new HashMap<>();

    void put(long idVm, String name) {
        names.put(idVm, name);
        settled.put(idVm, name);
    }

    /** The target itself crashes, too: what it had not settled is gone. */
    void crash() {
        names.clear();
        names.putAll(settled);
    }

    @Override
    public List<Look<String>> look(List<Change.Rekey> batch) {
        live();
        List<Look<String>> looks = new ArrayList<>();
        for (Change.Rekey rekey : batch) {
            String name = names.get(rekey.idVm());
            if (name == null) {
                looks.add(new Look.Absent<>(FindingCode.NOT_SUBSCRIBED, ""));
            } else if (name.equals(rekey.providerId())) {
                looks.add(new Look.Done<>());
            } else if (rekey.oldNames().contains(name)) {
                looks.add(new Look.Pending<>(name));
            } else {
                looks.add(new Look.Refused<>(FindingCode.NAME_TAKEN, "it is called " + name));
            }
        }
        return looks;
    }

    @Override
    public List<Outcome> act(List<PendingChange<Change.Rekey, String>> batch, TaskLog tasks) {
        List<Outcome> outcomes = new ArrayList<>();
        for (PendingChange<Change.Rekey, String> todo : batch) {
            live();
            long vm = todo.change().idVm();
            String to = moving.remove(vm);
            if (to != null) {
                names.put(vm, to);
            }
            if ("stuck".equals(todo.undo())) {
                outcomes.add(new Outcome.Failed("it does not move"));
            } else if (names.get(vm).equals(todo.undo())) {
                names.put(vm, todo.change().providerId());
                outcomes.add(new Outcome.Applied());
            } else {
                outcomes.add(new Outcome.Moved("it is called " + names.get(vm)));
            }
        }
        live();
        return outcomes;
    }

    @Override
    public List<Outcome> undo(List<PendingChange<Change.Rekey, String>> batch, TaskLog tasks) {
        List<Outcome> outcomes = new ArrayList<>();
        for (PendingChange<Change.Rekey, String> todo : batch) {
            live();
            long vm = todo.change().idVm();
            String to = moving.remove(vm);
            if (to != null) {
                names.put(vm, to);
            }
            if (todo.change().providerId().equals(names.get(vm))) {
                names.put(vm, todo.undo());
                outcomes.add(new Outcome.Applied());
            } else {
                outcomes.add(new Outcome.Moved("it is called " + names.get(vm)));
            }
        }
        live();
        return outcomes;
    }

    @Override
    public List<Look<String>> lookBack(List<PendingChange<Change.Rekey, String>> batch) {
        live();
        List<Look<String>> looks = new ArrayList<>();
        for (PendingChange<Change.Rekey, String> todo : batch) {
            String name = names.get(todo.change().idVm());
            if (todo.undo().equals(name)) {
                looks.add(new Look.Done<>());
            } else if (todo.change().providerId().equals(name)) {
                looks.add(new Look.Pending<>(todo.undo()));
            } else {
                looks.add(new Look.Refused<>(FindingCode.CHANGED_SINCE, "it is called " + name));
            }
        }
        return looks;
    }

    /** This step, with names as what undo needs. */
    OpenStep<Change.Rekey, String> open(int batchSize) {
        StepInfo.Words words = new StepInfo.Words(
                "the target", "the name", "executing", "rolling back", "looking", "it is old", "it is new");
        FindingCode code = FindingCode.NOT_REKEYED;
        StepInfo.Codes codes = new StepInfo.Codes(code, code, code, code, code, code);
        return new OpenStep<>(
                new StepInfo<>("unreliable", Change.Rekey.class, true, batchSize, words, codes), CODEC, this);
    }

    static final UndoCodec<String> CODEC = new UndoCodec<>() {
        @Override
        public String write(String undo) {
            return undo;
        }

        @Override
        public String read(String text) {
            return text;
        }

        @Override
        public String joined(String first, String again) {
            return again;
        }
    };

    @Override
    public Optional<TargetInfo> target() {
        return Optional.empty();
    }

    @Override
    public List<Refusal> refusals() {
        return List.of();
    }

    @Override
    public void enter() {}

    @Override
    public void surroundings(Iterable<Change.Rekey> changes, Consumer<Finding> findings) {}

    @Override
    public void newcomers(Iterable<String> made, Predicate<String> known, Consumer<Finding> findings) {}

    @Override
    public void close() {}

    @Override
    public void settle() {
        live();
        if (losses > 0) {
            losses--;
            crash();
        }
        settled = new HashMap<>(names);
    }

    /** A process that is killed dies in all its threads. */
    private synchronized void live() {
        if (callsToLive-- <= 0) {
            throw new Killed();
        }
    }
}
