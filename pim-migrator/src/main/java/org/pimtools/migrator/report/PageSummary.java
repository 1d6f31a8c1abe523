package org.pimtools.migrator.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.result.ResultReader;

/** What a page tells at a glance, counted from the result file line by line. */
final class PageSummary {
    /** How many manual steps are listed one by one. */
    static final int LISTED = 500;

    private final Path result;
    private final ResultLine.Start start;
    private ResultLine.End end;
    private final FindingGroups findings = new FindingGroups();
    private final DecisionGroups decisions = new DecisionGroups();
    private final Map<String, Decision> decided = new HashMap<>();
    private final Tally<String, Outcome> outcomes = new Tally<>(Outcome.class);
    private final Tally<String, Outcome> entities = new Tally<>(Outcome.class);
    private final Tally<String, State> subscriptions = new Tally<>(State.class);
    private final Tally<Integer, Outcome> endpoints = new Tally<>(Outcome.class);
    private final List<Finding> byHand = new ArrayList<>();

    PageSummary(Path result, Places places) {
        this.result = result;
        this.start = forEachLine(line -> add(line, places));
    }

    /** Reads the result once more, without its first line. */
    ResultLine.Start forEachLine(Consumer<ResultLine> consumer) {
        try (ResultReader reader = ResultReader.open(result)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                consumer.accept(line);
            }
            return reader.start();
        }
    }

    private void add(ResultLine line, Places places) {
        if (line instanceof ResultLine.VmResult vm) {
            outcomes.add(places.provider(vm.idVm()), vm.outcome());
            endpoints.add(places.endpoint(vm.idVm()), vm.outcome());
            if (vm.redis() != null) {
                subscriptions.add(places.provider(vm.idVm()), vm.redis());
            }
        } else if (line instanceof ResultLine.EntityResult entity) {
            entities.add(entity.key().kind().noun() + "s", entity.outcome());
        } else if (line instanceof ResultLine.Found found) {
            findings.add(found.finding(), decisions.settles(found.finding()));
            if (isByHand(found.finding()) && byHand.size() < LISTED) {
                byHand.add(found.finding());
            }
        } else if (line instanceof ResultLine.Decided decision) {
            decisions.add(decision);
            decided.put(decision.key().toString(), decision.decision());
        } else if (line instanceof ResultLine.End last) {
            end = last;
        }
    }

    static boolean isByHand(Finding finding) {
        return finding.code() == FindingCode.BACKUP_JOB_BY_HAND;
    }

    Path result() {
        return result;
    }

    ResultLine.Start start() {
        return start;
    }

    ResultLine.End end() {
        return end;
    }

    FindingGroups findings() {
        return findings;
    }

    DecisionGroups decisions() {
        return decisions;
    }

    /** What was decided about an entity, such as {@code vm:12}, or null. */
    Decision decided(String entity) {
        return decided.get(entity);
    }

    /** By provider type. */
    Tally<String, Outcome> outcomes() {
        return outcomes;
    }

    /** Of firewalls and load balancers, by kind. */
    Tally<String, Outcome> entities() {
        return entities;
    }

    /** By provider type; empty when Redis was not looked at. */
    Tally<String, State> subscriptions() {
        return subscriptions;
    }

    /** By position of the endpoint. */
    Tally<Integer, Outcome> endpoints() {
        return endpoints;
    }

    /** The first {@value #LISTED} steps that nobody but the operator can do. */
    List<Finding> byHand() {
        return byHand;
    }

    long count(FindingCode code) {
        return findings.groups().stream()
                .filter(group -> group.code() == code)
                .mapToLong(FindingGroups.Group::count)
                .sum();
    }
}
