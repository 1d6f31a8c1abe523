package org.pimtools.migrator.decision;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.migrator.inventory.ProviderId;

/**
 * What the operator decided about the VMs and other entities of one section of a plan: the content of a decisions file, described in
 * {@code docs/decisions-file.md}, proven against that section.
 */
public final class Decisions {
    private final Map<EntityKey, EntityDecision> entities = new TreeMap<>();
    private final Map<Group, Decision> groups = new TreeMap<>();
    private final Map<EntityKey, Map<Optional<FindingKind>, String>> notes = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Optional<UUID> otherPlan;

    private Decisions(Optional<UUID> otherPlan) {
        this.otherPlan = otherPlan;
    }

    /** All errors of a code, at one endpoint or, when that is empty, everywhere. */
    record Group(FindingKind code, String endpoint) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byCode = code.code().compareTo(other.code.code());
            return byCode != 0 ? byCode : endpoint.compareTo(other.endpoint);
        }

        @Override
        public String toString() {
            return code.code() + (endpoint.isEmpty() ? "" : " at " + endpoint);
        }
    }

    public static Decisions none() {
        return new Decisions(Optional.empty());
    }

    /**
     * Reads a decisions file and reports all of its faults at once. What a file of another plan decides about VMs and endpoints
     * that this one does not have is dropped with a warning.
     *
     * @throws ToolException when the file cannot be read, or decides something that there is not
     */
    public static Decisions read(Path file, PlanScope scope) {
        Faults faults = new Faults();
        DecisionsParser parser;
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            parser = new DecisionsParser(text, faults);
            parser.parse();
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the decisions " + file + ": " + FileFailure.reason(e),
                    "check the path and that this user may read it; a dry run writes such a file and names it",
                    e);
        }
        parser.datacenter()
                .filter(other -> !other.equals(scope.datacenter()))
                .ifPresent(other -> faults.addOfAnotherDatacenter(
                        "they are of datacenter " + other + ", and this is " + scope.datacenter()));
        Decisions decisions = new Decisions(parser.plan().filter(named -> !named.equals(scope.plan())));
        if (parser.datacenter().map(scope.datacenter()::equals).orElse(true)) {
            decisions.bind(parser.entries(), scope, faults);
        }
        faults.check(file);
        return decisions;
    }

    /** The plan whose errors were decided, when the file names one and it is not this. */
    public Optional<UUID> madeForAnother() {
        return otherPlan;
    }

    /** What had to be dropped since this plan does not have it. */
    public List<String> warnings() {
        return warnings;
    }

    /** The entities of a kind that have a provider ID by decision, by their ids. */
    public Map<Long, ProviderId> assigned(EntityKind kind) {
        Map<Long, ProviderId> assigned = new HashMap<>();
        entities.forEach((key, decision) -> {
            if (key.kind() == kind && decision.assign() != null) {
                assigned.put(key.id(), decision.assign().providerId());
            }
        });
        return assigned;
    }

    /** The ids of a kind's entities that are left out by a decision of their own. */
    public Set<Long> excluded(EntityKind kind) {
        return entities.entrySet().stream()
                .filter(entity ->
                        entity.getKey().kind() == kind && entity.getValue().exclude() != null)
                .map(entity -> entity.getKey().id())
                .collect(Collectors.toSet());
    }

    /**
     * In what these decisions differ from others, but for their reasons; each as a line for people.
     *
     * @param others what they are compared with
     */
    public List<String> differences(Decisions others) {
        Map<String, String> mine = summary();
        Map<String, String> theirs = others.summary();
        Set<String> subjects = new TreeSet<>(mine.keySet());
        subjects.addAll(theirs.keySet());
        return subjects.stream()
                .filter(subject -> !mine.getOrDefault(subject, "").equals(theirs.getOrDefault(subject, "")))
                .map(subject -> subject + ": " + theirs.getOrDefault(subject, "undecided") + ", now "
                        + mine.getOrDefault(subject, "undecided"))
                .toList();
    }

    private Map<String, String> summary() {
        Map<String, String> summary = new HashMap<>();
        entities.forEach((key, decision) -> summary.put(key.toString(), decision.summary()));
        groups.forEach((group, decision) -> summary.put(group.toString(), decision.word()));
        return summary;
    }

    EntityDecision of(EntityKey key) {
        return entities.getOrDefault(key, EntityDecision.NONE);
    }

    /** What was decided about all errors of a code, the endpoint's own decision first. */
    Optional<Map.Entry<Group, Decision>> of(FindingKind code, Optional<String> endpoint) {
        Optional<Group> own = endpoint.map(place -> new Group(code, place)).filter(groups::containsKey);
        return own.or(() -> Optional.of(new Group(code, "")).filter(groups::containsKey))
                .map(group -> Map.entry(group, groups.get(group)));
    }

    Map<EntityKey, EntityDecision> entities() {
        return entities;
    }

    Map<Group, Decision> groups() {
        return groups;
    }

    /** The reason that was written down for an error whose decision is still empty. */
    String note(EntityKey key, FindingKind code) {
        Map<Optional<FindingKind>, String> own = notes.getOrDefault(key, Map.of());
        return own.getOrDefault(Optional.of(code), own.getOrDefault(Optional.empty(), ""));
    }

    private void bind(List<DecisionEntry> entries, PlanScope scope, Faults faults) {
        EntityNames names = new EntityNames(entries, scope);
        Set<String> places = new TreeSet<>(scope.places().all());
        Map<Object, Integer> lines = new HashMap<>();
        Set<String> dropped = new TreeSet<>();
        for (DecisionEntry entry : entries) {
            if (entry.subject() instanceof DecisionEntry.Subject.One one) {
                List<EntityKey> found = names.find(one.kind(), one.name());
                if (found.size() > 1) {
                    faults.add(entry.line(), "several VMs have the UUID " + one.name() + ": name one by its number");
                } else if (found.size() == 1) {
                    add(found.get(0), one.code(), entry, lines, faults);
                } else if (otherPlan.isPresent()) {
                    dropped.add(one.kind().word() + ":" + one.name());
                } else {
                    faults.add(entry.line(), "the plan has no " + one.kind().word() + " " + one.name());
                }
            } else if (entry.subject() instanceof DecisionEntry.Subject.Group named && entry.decision() != null) {
                Group group =
                        new Group(named.code(), named.endpoint() == null ? "" : PlanScope.normal(named.endpoint()));
                if (group.endpoint().isEmpty() || places.contains(group.endpoint())) {
                    add(group, entry, lines, faults);
                } else if (otherPlan.isPresent()) {
                    warnings.add("dropped, since the plan has no such endpoint: " + group);
                } else {
                    faults.add(entry.line(), scope.missing(named.endpoint()));
                }
            }
        }
        if (!dropped.isEmpty()) {
            warnings.add("dropped, since the plan does not have them: " + Few.of(dropped));
        }
    }

    private void add(EntityKey key, FindingKind code, DecisionEntry entry, Map<Object, Integer> lines, Faults faults) {
        if (entry.decision() == null) {
            notes.computeIfAbsent(key, id -> new HashMap<>(1)).putIfAbsent(Optional.ofNullable(code), entry.note());
            return;
        }
        Optional<EntityDecision> more = of(key).with(entry.decision(), code);
        if (more.isPresent()) {
            entities.put(key, more.get());
            lines.putIfAbsent(key, entry.line());
        } else {
            faults.add(entry.line(), key + " is decided otherwise at line " + lines.get(key));
        }
    }

    private void add(Group group, DecisionEntry entry, Map<Object, Integer> lines, Faults faults) {
        Decision before = groups.putIfAbsent(group, entry.decision());
        if (before != null && before.getClass() != entry.decision().getClass()) {
            faults.add(entry.line(), group + " is decided otherwise at line " + lines.get(group));
        }
        lines.putIfAbsent(group, entry.line());
    }
}
