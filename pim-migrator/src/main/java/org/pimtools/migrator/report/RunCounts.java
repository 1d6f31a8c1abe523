package org.pimtools.migrator.report;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;

/** How many VMs and other entities had which outcome, counted one by one. */
final class RunCounts {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<State, Long> subscriptions = new EnumMap<>(State.class);
    private final Map<String, Map<State, Long>> steps = new TreeMap<>();
    private final Map<EntityKind, Map<Outcome, Long>> entities = new EnumMap<>(EntityKind.class);
    private long vms;
    private Long undecided;

    void add(Outcome outcome, State subscription) {
        vms++;
        outcomes.merge(outcome, 1L, Long::sum);
        if (subscription != null) {
            subscriptions.merge(subscription, 1L, Long::sum);
        }
    }

    void add(ResultLine.EntityResult entity) {
        entities.computeIfAbsent(entity.key().kind(), kind -> new EnumMap<>(Outcome.class))
                .merge(entity.outcome(), 1L, Long::sum);
    }

    /** How many firewalls and load balancers had which outcome; without the kinds of which there are none. */
    Map<EntityKind, Map<Outcome, Long>> entities() {
        return entities;
    }

    void add(ResultLine.ChangeResult change) {
        steps.computeIfAbsent(change.step(), step -> new EnumMap<>(State.class)).merge(change.state(), 1L, Long::sum);
    }

    /** How many changes of the steps that gate no rows have each state, by the steps' names. */
    Map<String, Map<State, Long>> steps() {
        return steps;
    }

    void undecided(long errors) {
        undecided = errors;
    }

    long vms() {
        return vms;
    }

    /** Errors that nobody decided; 0 where that was not counted. */
    long undecided() {
        return undecided == null ? 0 : undecided;
    }

    long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    long of(State subscription) {
        return subscriptions.getOrDefault(subscription, 0L);
    }

    boolean redisWasLookedAt() {
        return !subscriptions.isEmpty();
    }

    /** All counts by name, also those that are 0, for scripts. */
    Map<String, Long> byName(FindingGroups findings, DecisionGroups decisions) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("vms", vms);
        counts.put("excluded", decisions.count(Decision.EXCLUDE));
        counts.put("assigned", decisions.count(Decision.PROVIDER_ID));
        counts.put("accepted", decisions.count(Decision.ACCEPT));
        if (undecided != null) {
            counts.put("undecided", undecided);
        }
        for (Outcome outcome : Outcome.values()) {
            counts.put(name(outcome), of(outcome));
        }
        entities.forEach((kind, outcomes) -> {
            String name = kind.word().replace('-', '_') + "s";
            counts.put(
                    name, outcomes.values().stream().mapToLong(Long::longValue).sum());
            for (Outcome outcome : Outcome.values()) {
                counts.put(name + "_" + name(outcome), outcomes.getOrDefault(outcome, 0L));
            }
        });
        if (redisWasLookedAt()) {
            for (State subscription : State.values()) {
                counts.put("subscription_" + name(subscription), of(subscription));
            }
        }
        steps.forEach((step, states) -> {
            for (State state : State.values()) {
                counts.put(step + "_" + name(state), states.getOrDefault(state, 0L));
            }
        });
        for (Severity severity : Severity.values()) {
            counts.put("findings_" + name(severity), findings.count(severity));
        }
        return counts;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
