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
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.migrator.inventory.ProviderId;

/**
 * What the operator decided about the VMs of one section of a plan: the content of a decisions file, described in
 * {@code docs/decisions-file.md}, proven against that section.
 */
public final class Decisions {
    private static final long LARGEST_FILE = 256L * 1024 * 1024;

    private final Map<Long, VmDecision> vms = new TreeMap<>();
    private final Map<Group, Decision> groups = new TreeMap<>();
    private final Map<Long, Map<Optional<FindingKind>, String>> notes = new HashMap<>();
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
            if (Files.size(file) > LARGEST_FILE) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the decisions " + file + " are larger than " + LARGEST_FILE / 1024 / 1024 + " MiB",
                        "take out the entries that are not decided, or decide by code and endpoint");
            }
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
                .ifPresent(other ->
                        faults.add(0, "they are of datacenter " + other + ", and this is " + scope.datacenter()));
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

    /** The VMs that have a provider ID by decision. */
    public Map<Long, ProviderId> assigned() {
        Map<Long, ProviderId> assigned = new HashMap<>();
        vms.forEach((vm, decision) -> {
            if (decision.assign() != null) {
                assigned.put(vm, decision.assign().providerId());
            }
        });
        return assigned;
    }

    /** The VMs that are left out by a decision of their own. */
    public Set<Long> excluded() {
        return vms.entrySet().stream()
                .filter(vm -> vm.getValue().exclude() != null)
                .map(Map.Entry::getKey)
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
        vms.forEach((vm, decision) -> summary.put("vm:" + vm, decision.summary()));
        groups.forEach((group, decision) -> summary.put(group.toString(), decision.word()));
        return summary;
    }

    VmDecision of(long idVm) {
        return vms.getOrDefault(idVm, VmDecision.NONE);
    }

    /** What was decided about all errors of a code, the endpoint's own decision first. */
    Optional<Map.Entry<Group, Decision>> of(FindingKind code, Optional<String> endpoint) {
        Optional<Group> own = endpoint.map(place -> new Group(code, place)).filter(groups::containsKey);
        return own.or(() -> Optional.of(new Group(code, "")).filter(groups::containsKey))
                .map(group -> Map.entry(group, groups.get(group)));
    }

    Map<Long, VmDecision> vms() {
        return vms;
    }

    Map<Group, Decision> groups() {
        return groups;
    }

    /** The reason that was written down for an error whose decision is still empty. */
    String note(long idVm, FindingKind code) {
        Map<Optional<FindingKind>, String> own = notes.getOrDefault(idVm, Map.of());
        return own.getOrDefault(Optional.of(code), own.getOrDefault(Optional.empty(), ""));
    }

    private void bind(List<DecisionEntry> entries, PlanScope scope, Faults faults) {
        VmNames names = new VmNames(entries, scope);
        Set<String> places = new TreeSet<>(scope.places().values());
        Map<Object, Integer> lines = new HashMap<>();
        Set<String> droppedVms = new TreeSet<>();
        for (DecisionEntry entry : entries) {
            if (entry.subject() instanceof DecisionEntry.Subject.OneVm vm) {
                List<Long> found = names.find(vm.name());
                if (found.size() > 1) {
                    faults.add(entry.line(), "several VMs have the UUID " + vm.name() + ": name one by its number");
                } else if (found.size() == 1) {
                    add(found.get(0), vm.code(), entry, lines, faults);
                } else if (otherPlan.isPresent()) {
                    droppedVms.add("vm:" + vm.name());
                } else {
                    faults.add(entry.line(), "the plan has no vm " + vm.name());
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
        if (!droppedVms.isEmpty()) {
            warnings.add("dropped, since the plan does not have them: " + Few.of(droppedVms));
        }
    }

    private void add(long vm, FindingKind code, DecisionEntry entry, Map<Object, Integer> lines, Faults faults) {
        if (entry.decision() == null) {
            notes.computeIfAbsent(vm, id -> new HashMap<>(1)).putIfAbsent(Optional.ofNullable(code), entry.note());
            return;
        }
        Optional<VmDecision> more = of(vm).with(entry.decision(), code);
        if (more.isPresent()) {
            vms.put(vm, more.get());
            lines.putIfAbsent(vm, entry.line());
        } else {
            faults.add(entry.line(), "vm:" + vm + " is decided otherwise at line " + lines.get(vm));
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
