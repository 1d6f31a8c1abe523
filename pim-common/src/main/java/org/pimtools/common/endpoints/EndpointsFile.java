package org.pimtools.common.endpoints;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.Exposure;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.provider.ProviderOption;
import org.pimtools.common.secret.Secret;
import org.pimtools.common.text.Told;

/** The endpoints file, described in {@code docs/endpoints-file.md}; every fault of it is found at once. */
public final class EndpointsFile {
    private static final Set<String> FIXED = Set.of("match", "address", "port", "pin", "options", "rate");
    private static final Set<String> MATCH = Set.of("type", "datacenter", "address", "port", "machine", "account");
    private static final Map<String, LoginPart> PARTS = parts();
    private static final Map<String, List<ProviderOption>> OPTIONS = options();
    private static final Pattern PIN = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern RATE = Pattern.compile("[0-9]{1,4}(?:\\.[0-9]{1,3})?");
    /** More than a hundred thousand endpoints need, in bytes. */
    private static final int LARGEST = 16 << 20;

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<EndpointOverride> overrides = new ArrayList<>();
    private final Map<String, String> datacenters = new HashMap<>();

    private EndpointsFile(Path file) {
        this.file = file;
    }

    /** As if there were no such file: the database holds all. */
    public static EndpointsFile none() {
        return new EndpointsFile(null);
    }

    /**
     * Reads the file. Warns when others than its owner may read it.
     *
     * @throws ToolException that tells all faults
     */
    public static EndpointsFile read(Path file, Output output) {
        EndpointsFile reader = new EndpointsFile(file);
        try {
            Exposure.warnings(file, "the endpoints file").forEach(output::warn);
            reader.file(YAML.readTree(SmallFile.bytes(file, LARGEST)));
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the endpoints file " + file + " is not valid YAML" + line + ", or repeats a key there",
                    "compare it with what pim-planner endpoints writes; put texts into quotes");
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the endpoints file " + file + ": " + FileFailure.reason(e),
                    "check the path, the owner and the mode; pim-planner endpoints writes such a file",
                    e);
        }
        reader.warnings.forEach(output::warn);
        if (!reader.faults.isEmpty()) {
            throw reader.refusal(reader.faults);
        }
        return reader;
    }

    /** What its entries say, in their order. */
    public List<EndpointOverride> overrides() {
        return List.copyOf(overrides);
    }

    /** The datacenter to whose endpoints the entry is limited, by name or UUID; empty for those of all datacenters. */
    public Optional<String> datacenterOf(EndpointOverride override) {
        return Optional.ofNullable(datacenters.get(override.place()));
    }

    /** Of a file in which these faults were found. */
    public ToolException refusal(List<String> found) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the endpoints file " + file + " is not valid: " + Told.of(found),
                "correct it; pim-planner endpoints writes a new one with all endpoints of the database");
    }

    private void file(JsonNode root) {
        if (root == null || !root.isObject()) {
            faults.add("it does not begin with endpoints:");
            return;
        }
        unknown("the file", root, Set.of("endpoints"));
        JsonNode entries = root.get("endpoints");
        if (entries == null || !entries.isArray()) {
            if (entries == null || !entries.isNull()) {
                faults.add("endpoints is not a list");
            }
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            entry("entry " + (i + 1), entries.get(i));
        }
    }

    private static Map<String, LoginPart> parts() {
        Map<String, LoginPart> parts = new LinkedHashMap<>();
        for (ProviderKind kind : ProviderKind.values()) {
            kind.parts().forEach(part -> parts.putIfAbsent(part.name(), part));
        }
        return parts;
    }

    /** By their names, which kinds share: what one of them accepts another may not. */
    private static Map<String, List<ProviderOption>> options() {
        Map<String, List<ProviderOption>> options = new LinkedHashMap<>();
        for (ProviderKind kind : ProviderKind.values()) {
            kind.options()
                    .forEach((name, option) -> options.computeIfAbsent(name, unseen -> new ArrayList<>())
                            .add(option));
        }
        return options;
    }

    private void entry(String place, JsonNode node) {
        if (!node.isObject()) {
            faults.add(place + " is not a group of keys");
            return;
        }
        Set<String> keys = new HashSet<>(FIXED);
        keys.addAll(PARTS.keySet());
        unknown(place, node, keys);
        EndpointOverride.Match match = match(place, node.get("match"));
        overrides.add(new EndpointOverride(
                place,
                match,
                text(place, node, "address")
                        .filter(address -> holds(
                                place,
                                HostAddress.of(address).isPresent(),
                                "address is neither a host name nor an IP address: "
                                        + HostAddress.fault(address).orElse("")))
                        .orElse(null),
                port(place, node),
                account(place, node, match.type()),
                secrets(place, node, match.type()),
                pin(place, node, match.type()),
                options(place, node, match.type())));
    }

    private EndpointOverride.Match match(String place, JsonNode node) {
        if (node == null || !node.isObject() || node.isEmpty()) {
            faults.add(place + " has no match: which endpoint is meant");
            return new EndpointOverride.Match(null, null, null, null, null, new TreeMap<>());
        }
        String inMatch = place + ", match";
        unknown(inMatch, node, MATCH);
        ProviderKind type = text(inMatch, node, "type")
                .flatMap(name -> {
                    Optional<ProviderKind> known = ProviderKind.of(name).filter(ProviderKind::isPlannable);
                    holds(
                            inMatch,
                            known.isPresent(),
                            "type is none of "
                                    + ProviderKind.plannable().stream()
                                            .map(ProviderKind::platformName)
                                            .collect(Collectors.joining(", ")));
                    return known;
                })
                .orElse(null);
        JsonNode machine = node.get("machine");
        boolean number = machine != null && machine.isIntegralNumber() && machine.canConvertToLong();
        holds(inMatch, machine == null || number, "machine is not a hypervisor.id");
        text(inMatch, node, "datacenter").ifPresent(name -> datacenters.put(place, name));
        return new EndpointOverride.Match(
                type,
                null,
                text(inMatch, node, "address").orElse(null),
                port(inMatch, node),
                number ? Long.valueOf(machine.longValue()) : null,
                matchedAccount(inMatch, node.get("account"), type));
    }

    private SortedMap<String, String> matchedAccount(String place, JsonNode account, ProviderKind type) {
        if (account == null || !holds(place, account.isObject(), "account is not a group of keys")) {
            return new TreeMap<>();
        }
        String inAccount = place + ", account";
        unknown(
                inAccount,
                account,
                PARTS.values().stream()
                        .filter(LoginPart::ofAccount)
                        .map(LoginPart::name)
                        .collect(Collectors.toSet()));
        return account(inAccount, account, type);
    }

    private SortedMap<String, String> account(String place, JsonNode node, ProviderKind type) {
        SortedMap<String, String> account = new TreeMap<>();
        for (LoginPart part : PARTS.values()) {
            if (part.ofAccount() && has(place, node, type, part)) {
                text(place, node, part.name()).ifPresent(value -> account.put(part.name(), value));
            }
        }
        return account;
    }

    private SortedMap<String, Secret> secrets(String place, JsonNode node, ProviderKind type) {
        SortedMap<String, Secret> secrets = new TreeMap<>();
        for (LoginPart part : PARTS.values()) {
            if (part.secret() && has(place, node, type, part)) {
                text(place, node, part.name())
                        .flatMap(value -> part.nature() == LoginPart.Nature.FILE
                                ? key(place + ": " + part.name(), value)
                                : Optional.of(Secret.of(value)))
                        .ifPresent(secret -> secrets.put(part.name(), secret));
            }
        }
        return secrets;
    }

    /** The content of a file that the operator names, which the plan carries on; its path counts from the endpoints file's folder. */
    private Optional<Secret> key(String place, String path) {
        KeyFile.Read read = KeyFile.read(file.toAbsolutePath().resolveSibling(path));
        read.fault().ifPresent(fault -> faults.add(place + ": " + fault));
        warnings.addAll(read.warnings());
        return read.content();
    }

    private boolean has(String place, JsonNode node, ProviderKind type, LoginPart part) {
        return node.hasNonNull(part.name())
                && holds(
                        place,
                        type == null || type.part(part.name()).isPresent(),
                        part.name() + " is not for " + (type == null ? "" : type.platformName()));
    }

    private String pin(String place, JsonNode node, ProviderKind type) {
        Optional<String> pin =
                text(place, node, "pin").map(text -> text.replace(":", "").toLowerCase(Locale.ROOT));
        pin.ifPresent(text ->
                holds(place, PIN.matcher(text).matches(), "pin is not a SHA-256 fingerprint of 64 hexadecimal digits"));
        if (pin.isPresent() && type != null && !type.pinAllowed()) {
            faults.add(
                    place + ": pin is not for " + type.platformName() + ": what reads it verifies by its own CA file");
        }
        return pin.orElse(null);
    }

    private SortedMap<String, String> options(String place, JsonNode node, ProviderKind type) {
        SortedMap<String, String> options = new TreeMap<>();
        JsonNode given = node.get("options");
        if (given != null && !given.isNull() && holds(place, given.isObject(), "options is not a group of keys")) {
            String inOptions = place + ", options";
            unknown(inOptions, given, OPTIONS.keySet());
            OPTIONS.forEach((name, all) -> {
                if (given.has(name)
                        && holds(
                                inOptions,
                                type == null || type.options().containsKey(name),
                                name + " is not for " + (type == null ? "" : type.platformName()))) {
                    text(inOptions, given, name).ifPresent(value -> {
                        fault(type == null ? all : List.of(type.options().get(name)), value)
                                .ifPresent(fault -> faults.add(inOptions + ": " + fault));
                        options.put(name, value);
                    });
                }
            });
        }
        JsonNode rate = node.get("rate");
        if (rate != null && !rate.isNull()) {
            String text = rate.asText();
            boolean valid = rate.isNumber() && RATE.matcher(text).matches() && rate.doubleValue() > 0;
            if (holds(place, valid, "rate is not a number of requests per second from 0.001 to 9999.999")) {
                options.put("rate", text);
            }
        }
        return options;
    }

    /** Why none of the options accepts the value; empty when one does. */
    private static Optional<String> fault(List<ProviderOption> options, String value) {
        return options.stream().anyMatch(option -> option.fault(value).isEmpty())
                ? Optional.empty()
                : options.get(0).fault(value);
    }

    private Integer port(String place, JsonNode node) {
        JsonNode port = node.get("port");
        if (port == null || port.isNull()) {
            return null;
        }
        String text = port.isInt() || port.isTextual() ? port.asText().strip() : "";
        boolean valid = PORT.matcher(text).matches() && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
        return holds(place, valid, "port is not from 1 to 65535") ? Integer.valueOf(text) : null;
    }

    /** A value that YAML takes for a number has lost its leading zeros already, so it is refused. */
    private Optional<String> text(String place, JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        return holds(
                        place,
                        value.isTextual() && !value.textValue().isEmpty(),
                        key
                                + (value.isTextual()
                                        ? " is empty: give it, or take the line out"
                                        : " is not a text: put it into quotes"))
                ? Optional.of(value.textValue())
                : Optional.empty();
    }

    private void unknown(String place, JsonNode node, Set<String> known) {
        node.fieldNames()
                .forEachRemaining(name -> holds(place, known.contains(name), "the key " + name + " is not known"));
    }

    private boolean holds(String place, boolean condition, String fault) {
        if (!condition) {
            faults.add(place + ": " + fault);
        }
        return condition;
    }
}
