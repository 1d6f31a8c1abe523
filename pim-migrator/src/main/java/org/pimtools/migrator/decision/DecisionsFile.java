package org.pimtools.migrator.decision;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterWord;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.PlannedResolution;
import org.pimtools.migrator.inventory.Resolution;

/** Writes a decisions file for the operator to fill in: what is decided already, and every undecided error. */
public final class DecisionsFile {
    private static final String HOW_TO = """
            # Every error that stands in the way of the migration. Decide each one, and say why in 'reason':
            #   decision: exclude      it is left out, of Redis and of the database
            #   decision: accept       the error is known: what can be migrated is, the rest stays as it is
            #   provider-id: "..."     it has this provider ID; take the '#' away from the right one
            # An empty decision decides nothing. An entry without 'vm', 'firewall' or 'load-balancer' decides all errors of its
            # code, at one endpoint or, without 'endpoint', everywhere; what is decided for a single one goes first.
            # Give this file to pim-migrator with --decisions.
            """;

    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_CANDIDATES = 20;

    private final Writer text;

    private DecisionsFile(Writer text) {
        this.text = text;
    }

    /** What was decided, and what is undecided, with the candidates that there are. */
    public static void write(
            Path file,
            PlanScope scope,
            Decisions decisions,
            List<Finding> undecided,
            List<? extends PlannedResolution> resolutions)
            throws IOException {
        AtomicFile.write(file, out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
            new DecisionsFile(text).write(scope, decisions, undecided, resolutions);
            text.flush();
        });
    }

    private void write(
            PlanScope scope,
            Decisions decisions,
            List<Finding> undecided,
            List<? extends PlannedResolution> resolutions)
            throws IOException {
        text.write(HOW_TO);
        text.write("plan: " + scope.plan() + "\n");
        text.write("datacenter: " + DatacenterWord.word(scope.datacenter()) + "\n");
        boolean empty = undecided.isEmpty()
                && decisions.groups().isEmpty()
                && decisions.entities().isEmpty();
        text.write(empty ? "decisions: []\n" : "decisions:\n");
        for (Map.Entry<Decisions.Group, Decision> group : decisions.groups().entrySet()) {
            begin(group.getKey());
            end(group.getValue());
        }
        Set<EntityKey> refused = undecided.stream()
                .filter(error -> error.code() == FindingCode.DECISION_REFUSED)
                .flatMap(error -> EntityKey.of(error.entity()).stream())
                .collect(Collectors.toSet());
        for (Map.Entry<EntityKey, EntityDecision> entity : decisions.entities().entrySet()) {
            decided(entity.getKey(), entity.getValue(), refused.contains(entity.getKey()));
        }
        Map<String, PlannedResolution> byEntity = new HashMap<>();
        resolutions.forEach(
                resolution -> byEntity.put(resolution.planned().key().toString(), resolution));
        PlanPlaces places = scope.places();
        groups(undecided, byEntity, places, decisions);
        for (Finding error : undecided) {
            undecided(error, byEntity.get(error.entity()), scope, places, decisions);
        }
    }

    private void begin(EntityKey key) throws IOException {
        text.write("  - " + key.kind().word() + ": " + key.id() + "\n");
    }

    private void decided(EntityKey key, EntityDecision decision, boolean refused) throws IOException {
        if (decision.exclude() != null) {
            begin(key);
            end(decision.exclude());
        }
        if (decision.assign() != null && !refused) {
            begin(key);
            end(decision.assign());
        }
        if (decision.all() != null) {
            begin(key);
            end(decision.all());
        }
        for (var accepted : decision.accepted().entrySet()) {
            begin(key);
            text.write("    code: " + accepted.getKey().code() + "\n");
            end(accepted.getValue());
        }
    }

    /** One entry per code and endpoint that has several errors, to decide them all at once. */
    private void groups(
            List<Finding> undecided, Map<String, PlannedResolution> byEntity, PlanPlaces places, Decisions decisions)
            throws IOException {
        Map<Decisions.Group, Integer> counts = new TreeMap<>();
        for (Finding error : undecided) {
            String place = places.of(byEntity.get(error.entity()).planned()).orElse("");
            counts.merge(new Decisions.Group(error.code(), place), 1, Integer::sum);
        }
        for (Map.Entry<Decisions.Group, Integer> group : counts.entrySet()) {
            boolean everywhere = group.getKey().endpoint().isEmpty();
            boolean others = everywhere
                    && counts.keySet().stream()
                            .anyMatch(other -> other.code() == group.getKey().code() && !other.equals(group.getKey()));
            if (group.getValue() > 1 && !others && !decisions.groups().containsKey(group.getKey())) {
                text.write("  # all " + group.getValue() + " at once: "
                        + group.getKey().code().title() + "\n");
                begin(group.getKey());
                text.write("    decision:\n    reason: \"\"\n");
            }
        }
    }

    private void begin(Decisions.Group group) throws IOException {
        text.write("  - code: " + group.code().code() + "\n");
        if (!group.endpoint().isEmpty()) {
            text.write("    endpoint: " + quoted(group.endpoint()) + "\n");
        }
    }

    private void undecided(
            Finding error, PlannedResolution resolution, PlanScope scope, PlanPlaces places, Decisions decisions)
            throws IOException {
        begin(resolution.planned().key());
        String place = quoted(places.of(resolution.planned()).orElse("no endpoint"));
        if (resolution.planned() instanceof PlanLine.Vm vm) {
            text.write("    # " + shortened(vm.name()) + ", UUID " + shortened(vm.uuid()) + ", at " + place + "\n");
            if (resolution.resolution() instanceof Resolution.Ambiguous
                    || resolution.resolution() instanceof Resolution.Conflict) {
                text.write("    # the database says "
                        + shortened(Evidence.ofDatabase(vm, scope.machines().get(vm.idHypervisor()))
                                .toString()) + "\n");
            }
        } else {
            text.write("    # "
                    + shortened(String.join(" or ", resolution.planned().names())) + ", at " + place + "\n");
        }
        text.write("    code: " + error.code().code() + "\n");
        text.write("    detail: " + shortened(error.code().title() + ": " + error.detail()) + "\n");
        text.write("    decision:\n");
        if (resolution.finding().filter(error::equals).isPresent()) {
            candidates(resolution.resolution().candidates());
        }
        text.write("    reason: " + quoted(decisions.note(resolution.planned().key(), error.code())) + "\n");
    }

    private void candidates(List<Candidate> candidates) throws IOException {
        for (Candidate candidate : candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()))) {
            if (candidate.providerId().value().length() <= LONGEST_TEXT) {
                String evidence = candidate.evidence().map(Evidence::toString).orElse("");
                text.write("    #provider-id: " + quoted(candidate.providerId().value())
                        + (evidence.isEmpty() ? "" : "  # " + shortened(evidence)) + "\n");
            }
        }
        if (candidates.size() > MOST_CANDIDATES) {
            text.write("    # and " + (candidates.size() - MOST_CANDIDATES) + " more\n");
        }
    }

    private void end(Decision decision) throws IOException {
        text.write("    decision: " + decision.word() + "\n");
        if (decision instanceof Decision.Assign assign) {
            text.write("    provider-id: " + quoted(assign.providerId().value()) + "\n");
        }
        text.write("    reason: " + quoted(decision.reason()) + "\n");
    }

    private static String shortened(String text) {
        return quoted(Text.shortened(text, LONGEST_TEXT));
    }

    /** A JSON string in ASCII, which is a YAML string too; no character of it can end the line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
            if (c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append("\\u%04x".formatted((int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
