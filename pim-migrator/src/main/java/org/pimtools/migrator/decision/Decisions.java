package org.pimtools.migrator.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * What the operator decided about errors: a YAML file with a list {@code decisions} of {@code vm} or {@code code},
 * {@code decision: exclude} and a {@code reason}; see {@code docs/decisions-file.md}. An entry whose decision is empty decides
 * nothing.
 */
public final class Decisions {
    private static final Set<String> FIELDS = Set.of("vm", "code", "decision", "reason", "detail");
    private static final int LARGEST_FILE = 512 * 1024 * 1024;

    private static final Set<String> TOP_FIELDS = Set.of("plan", "decisions");

    private final Map<Long, String> excludedVms = new TreeMap<>();
    private final Map<FindingCode, String> excludedCodes = new EnumMap<>(FindingCode.class);

    private Optional<UUID> plan = Optional.empty();

    private Decisions() {}

    public static Decisions none() {
        return new Decisions();
    }

    /**
     * Reads a decisions file and reports all of its faults at once.
     *
     * @throws ToolException when the file cannot be read or decides something that there is not
     */
    public static Decisions read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_FILE);
        ObjectMapper mapper =
                new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build());
        JsonNode root;
        try {
            root = mapper.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw invalid(file, List.of("it is not YAML" + (line > 0 ? ": look at line " + line : "")), e);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the decisions " + file,
                    "check the path and that this user may read it; a dry run writes such a file and names it",
                    e);
        }
        Decisions decisions = new Decisions();
        List<String> faults = new ArrayList<>();
        faults.addAll(decisions.takePlan(root));
        JsonNode entries = root == null ? null : root.get("decisions");
        if (entries == null || !entries.isArray()) {
            faults.add("it has no list 'decisions'");
        } else {
            int no = 0;
            for (JsonNode entry : entries) {
                no++;
                int number = no;
                decisions.add(entry).ifPresent(fault -> faults.add("decision " + number + ": " + fault));
            }
        }
        if (!faults.isEmpty()) {
            throw invalid(file, faults, null);
        }
        return decisions;
    }

    /** Why the VM is left out, when it is: by its own number, or because all of one of its errors' codes are. */
    public Optional<String> exclusion(long idVm, List<Finding> errors) {
        String own = excludedVms.get(idVm);
        if (own != null) {
            return Optional.of(own);
        }
        return errors.stream()
                .map(error -> excludedCodes.get(error.code()))
                .filter(reason -> reason != null)
                .findFirst();
    }

    /** The plan whose errors were decided, when the file names one and it is not this. */
    public Optional<UUID> madeForAnother(UUID planId) {
        return plan.filter(named -> !named.equals(planId));
    }

    /** The VMs that are left out by their own number, and why. */
    Map<Long, String> vms() {
        return excludedVms;
    }

    /** The codes whose VMs are all left out, and why. */
    Map<FindingCode, String> codes() {
        return excludedCodes;
    }

    private List<String> takePlan(JsonNode root) {
        List<String> faults = new ArrayList<>();
        if (root != null && root.isObject()) {
            root.fieldNames().forEachRemaining(name -> {
                if (!TOP_FIELDS.contains(name)) {
                    faults.add("there is no field '" + name + "'");
                }
            });
            if (root.hasNonNull("plan")) {
                try {
                    plan = Optional.of(UUID.fromString(root.get("plan").asText()));
                } catch (IllegalArgumentException e) {
                    faults.add("plan is not the ID of a plan");
                }
            }
        }
        return faults;
    }

    private Optional<String> add(JsonNode entry) {
        if (!entry.isObject()) {
            return Optional.of("it has no field 'decision'");
        }
        for (Iterator<String> names = entry.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                return Optional.of("there is no field '" + name + "'");
            }
        }
        String decision = entry.path("decision").asText("");
        if (decision.isBlank() || entry.path("decision").isNull()) {
            return Optional.empty();
        }
        if (!decision.equals("exclude")) {
            return Optional.of("the decision is 'exclude' or empty, not '" + decision + "'");
        }
        String reason = entry.path("reason").isNull()
                ? ""
                : entry.path("reason").asText("").strip();
        if (reason.isEmpty()) {
            return Optional.of("it needs a reason");
        }
        if (entry.has("vm")) {
            if (!entry.get("vm").isIntegralNumber() || !entry.get("vm").canConvertToLong()) {
                return Optional.of("vm is not a number");
            }
            excludedVms.put(entry.get("vm").asLong(), reason);
            return Optional.empty();
        }
        Optional<FindingCode> code = FindingCode.of(entry.path("code").asText(""));
        code.ifPresent(known -> excludedCodes.put(known, reason));
        return code.isPresent() ? Optional.empty() : Optional.of("it names neither a vm nor a known code");
    }

    private static ToolException invalid(Path file, List<String> faults, Throwable cause) {
        List<String> told = faults.size() <= 10 ? faults : new ArrayList<>(faults.subList(0, 10));
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the decisions " + file + " are not valid: " + String.join("; ", told)
                        + (faults.size() > 10 ? "; and " + (faults.size() - 10) + " more" : ""),
                "correct the file; a dry run writes a fresh one to fill in",
                cause);
    }
}
