package org.pimtools.migrator.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.OpaqueFinding;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.ProviderId;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a decisions file token by token: nothing is built up that the file could blow up, and every fault has its line. Entries
 * that nobody touched are checked and dropped.
 */
final class DecisionsParser {
    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_FIELD = 60;
    private static final int MOST_ENTRIES = 1_000_000;
    private static final Set<String> TOP = Set.of("plan", "datacenter", "decisions");
    private static final Set<String> ENTRY = Set.of(
            "vm", "firewall", "load-balancer", "code", "endpoint", "detail", "decision", "provider-id", "reason");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern VM_UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private final BoundedText text;
    private final Faults faults;
    private final List<DecisionEntry> entries = new ArrayList<>();
    private final Map<String, String> reasons = new HashMap<>();
    private YAMLParser yaml;
    private Optional<UUID> plan = Optional.empty();
    private Optional<DatacenterId> datacenter = Optional.empty();

    DecisionsParser(Reader text, Faults faults) {
        this.text = new BoundedText(text);
        this.faults = faults;
    }

    /** The plan that the file names, if it names one. */
    Optional<UUID> plan() {
        return plan;
    }

    Optional<DatacenterId> datacenter() {
        return datacenter;
    }

    /** What was decided or begun, in the file's order. */
    List<DecisionEntry> entries() {
        return entries;
    }

    /** @throws IOException when the file cannot be read; what is wrong in it becomes a fault */
    void parse() throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try (YAMLParser parser =
                YAMLFactory.builder().loaderOptions(options).build().createParser(text)) {
            yaml = parser;
            file();
        } catch (JsonProcessingException e) {
            fault(e);
        }
    }

    /** The parser wraps what reading the text throws. */
    private void fault(JsonProcessingException e) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                faults.add(text.line(), "there is something near this line that is not UTF-8 text");
                return;
            }
            if (cause instanceof BoundedText.TooLong) {
                faults.add(text.line(), cause.getMessage());
                return;
            }
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                faults.add(marked.getProblemMark().getLine() + 1, "this is not YAML: " + marked.getProblem());
                return;
            }
            if (cause instanceof IOException unreadable && !(cause instanceof JsonProcessingException)) {
                throw unreadable;
            }
        }
        int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
        faults.add(line, "this is not YAML: " + firstLine(e.getOriginalMessage()));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }

    private void file() throws IOException {
        if (next() != JsonToken.START_OBJECT) {
            faults.add(0, "it has no list 'decisions'");
            return;
        }
        Set<String> seen = new HashSet<>();
        while (next() == JsonToken.FIELD_NAME) {
            String field = field(seen, TOP);
            if (field == null) {
                skip();
            } else if (field.equals("decisions")) {
                decisions();
            } else {
                int line = line();
                String value = scalar(field);
                if (field.equals("plan")) {
                    plan = uuid(field, line, value);
                } else if (value != null && !value.isBlank()) {
                    datacenter = DatacenterId.of(value);
                    DatacenterId.fault(value).ifPresent(fault -> faults.add(line, field + " " + fault));
                }
            }
        }
        if (!seen.contains("decisions")) {
            faults.add(0, "it has no list 'decisions'");
        }
        if (next() != null) {
            faults.add(line(), "the file ends here: '---' begins another one");
        }
    }

    private void decisions() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_ARRAY) {
            faults.add(line(), "decisions is not a list");
            yaml.skipChildren();
            return;
        }
        for (token = next(); token != JsonToken.END_ARRAY && token != null; token = next()) {
            if (token == JsonToken.START_OBJECT) {
                entry();
            } else {
                faults.add(line(), "an entry needs the fields vm or code, decision and reason");
                yaml.skipChildren();
            }
        }
    }

    private record Value(int line, String text) {}

    private void entry() throws IOException {
        int line = line();
        Map<String, Value> values = new HashMap<>();
        Set<String> seen = new HashSet<>();
        while (next() == JsonToken.FIELD_NAME) {
            String field = field(seen, ENTRY);
            if (field == null) {
                skip();
                continue;
            }
            int at = line();
            if (field.equals("decision") && next() == JsonToken.START_OBJECT) {
                nestedDecision(seen, values);
            } else {
                String value = field.equals("decision") ? current(field) : scalar(field);
                if (value != null && !value.isBlank()) {
                    values.put(field, new Value(at, value.strip()));
                }
            }
        }
        Optional<DecisionEntry.Subject> subject = subject(line, values);
        decide(line, subject, values);
    }

    /** {@code decision:} with an indented {@code provider-id:} below it, as it is easily uncommented. */
    private void nestedDecision(Set<String> seen, Map<String, Value> values) throws IOException {
        while (next() == JsonToken.FIELD_NAME) {
            String field = field(seen, Set.of("provider-id"));
            if (field == null) {
                skip();
                continue;
            }
            int at = line();
            String value = scalar(field);
            if (value != null && !value.isBlank()) {
                values.put(field, new Value(at, value.strip()));
            }
        }
    }

    private Optional<DecisionEntry.Subject> subject(int line, Map<String, Value> values) {
        List<EntityKind> kinds = Stream.of(EntityKind.values())
                .filter(kind -> values.containsKey(kind.word()))
                .toList();
        Value one = kinds.isEmpty() ? null : values.get(kinds.get(0).word());
        Value code = values.get("code");
        Value endpoint = values.get("endpoint");
        FindingKind known = code == null ? null : kind(code.text).orElse(null);
        EntityKind kind = kinds.isEmpty() ? EntityKind.VM : kinds.get(0);
        boolean byUuid = one != null
                && kind == EntityKind.VM
                && VM_UUID.matcher(one.text).matches();
        boolean valid = holds(
                        code == null || known != null,
                        code == null ? line : code.line,
                        () -> "there is no finding code '" + code.text + "'")
                & holds(one != null || code != null, line, () -> "the entry names neither a vm nor a code")
                & holds(
                        kinds.size() < 2,
                        line,
                        () -> "the entry names a " + kinds.get(0).word() + " and a "
                                + kinds.get(1).word())
                & holds(
                        one == null || endpoint == null,
                        endpoint == null ? line : endpoint.line,
                        () -> "an endpoint goes with a code, not with a " + kind.word())
                & holds(
                        one == null || byUuid || NUMBER.matcher(one.text).matches(),
                        one == null ? line : one.line,
                        () -> kind == EntityKind.VM
                                ? "vm is neither a number nor a UUID"
                                : kind.word() + " is not a number");
        if (!valid) {
            return Optional.empty();
        }
        return Optional.of(
                one == null
                        ? new DecisionEntry.Subject.Group(known, endpoint == null ? null : endpoint.text)
                        : new DecisionEntry.Subject.One(kind, one.text.toLowerCase(Locale.ROOT), known));
    }

    private boolean holds(boolean condition, int line, Supplier<String> fault) {
        if (!condition) {
            faults.add(line, fault.get());
        }
        return condition;
    }

    /** Only errors are decided, so that the severity of a code that a newer planner made is certain. */
    private static Optional<FindingKind> kind(String code) {
        return FindingCode.of(code)
                .<FindingKind>map(known -> known)
                .or(() -> OpaqueFinding.of(code, Severity.ERROR, ""));
    }

    private void decide(int line, Optional<DecisionEntry.Subject> subject, Map<String, Value> values) {
        Value decision = values.get("decision");
        Value id = values.get("provider-id");
        Value reason = values.get("reason");
        boolean readable = holds(
                reason == null || reason.text.length() <= LONGEST_REASON,
                reason == null ? line : reason.line,
                () -> "the reason has more than " + LONGEST_REASON + " characters");
        if (decision == null && id == null) {
            if (reason != null && readable) {
                add(line, subject, null, reason.text);
            }
            return;
        }
        String word = decision == null ? "provider-id" : decision.text;
        int at = decision == null ? id.line : decision.line;
        boolean explained = holds(reason != null, at, () -> "the decision needs a reason") && readable;
        String why = explained ? reasons.computeIfAbsent(reason.text, text -> text) : "";
        Optional<DecisionEntry.Subject> counted = explained ? subject : Optional.empty();
        switch (word) {
            case "exclude", "accept" -> {
                if (id != null) {
                    faults.add(id.line, "there is a provider-id, but the decision is " + word);
                } else {
                    add(
                            line,
                            counted,
                            word.equals("exclude") ? new Decision.Exclude(why) : new Decision.Accept(why),
                            "");
                }
            }
            case "provider-id" -> {
                if (id == null) {
                    faults.add(at, "the field provider-id is missing or empty");
                } else if (subject.isPresent() && subject.get() instanceof DecisionEntry.Subject.Group) {
                    faults.add(id.line, "a provider-id belongs to one vm; by code one can exclude or accept");
                } else {
                    assign(line, counted, id, why);
                }
            }
            default ->
                faults.add(
                        at,
                        "the decision is exclude, accept or provider-id, not '" + word + "'"
                                + (word.startsWith("provider-id:") ? ": write that on a line of its own" : ""));
        }
    }

    private void assign(int line, Optional<DecisionEntry.Subject> subject, Value id, String reason) {
        try {
            add(line, subject, new Decision.Assign(new ProviderId(id.text), reason), "");
        } catch (IllegalArgumentException e) {
            faults.add(id.line, "the provider-id holds a control character");
        }
    }

    private void add(int line, Optional<DecisionEntry.Subject> subject, Decision decision, String note) {
        if (subject.isPresent()) {
            if (entries.size() == MOST_ENTRIES) {
                faults.add(line, "this is one decision more than the " + MOST_ENTRIES + " that are read");
            } else if (entries.size() < MOST_ENTRIES) {
                entries.add(new DecisionEntry(line, subject.get(), decision, note));
            }
        }
    }

    private Optional<UUID> uuid(String field, int line, String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (VM_UUID.matcher(value).matches()) {
            return Optional.of(UUID.fromString(value));
        }
        faults.add(line, field + " is not a UUID");
        return Optional.empty();
    }

    /** The field whose name was just read, or null when its value is to be skipped. */
    private String field(Set<String> seen, Set<String> known) throws IOException {
        String field = yaml.currentName();
        if (!known.contains(field)) {
            faults.add(line(), "there is no field '" + Text.shortened(field, LONGEST_FIELD) + "'");
            return null;
        }
        if (!seen.add(field)) {
            faults.add(line(), "the field '" + field + "' is there twice");
            return null;
        }
        return field;
    }

    private String scalar(String field) throws IOException {
        next();
        return current(field);
    }

    /** The value that was just read as text, or null. */
    private String current(String field) throws IOException {
        JsonToken token = yaml.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (yaml.isCurrentAlias()) {
            faults.add(line(), "write the value of " + field + " out: '*' refers to another one");
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            faults.add(line(), field + " is not a single value");
            yaml.skipChildren();
            return null;
        }
        return yaml.getText();
    }

    private void skip() throws IOException {
        next();
        int depth = 0;
        for (JsonToken token = yaml.currentToken(); token != null; token = next()) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    private JsonToken next() throws IOException {
        text.nextValue();
        return yaml.nextToken();
    }

    private int line() {
        return yaml == null ? 0 : Math.max(0, yaml.currentTokenLocation().getLineNr());
    }
}
