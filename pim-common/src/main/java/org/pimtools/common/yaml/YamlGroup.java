package org.pimtools.common.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of a file, or of a group in it. What is wrong is collected, so that an operator hears of all of it at once. */
public final class YamlGroup {
    private final String path;
    private final ObjectNode node;
    private final List<String> faults;

    private YamlGroup(String path, ObjectNode node, List<String> faults) {
        this.path = path;
        this.node = node;
        this.faults = faults;
    }

    /** The whole file; without any key when it cannot be read, which then is a fault. */
    public static YamlGroup of(byte[] content, List<String> faults) {
        return new YamlGroup(
                "", PlainYaml.read(content, faults).orElseGet(JsonNodeFactory.instance::objectNode), faults);
    }

    /** Every other key is a fault. */
    public YamlGroup onlyKeys(Set<String> known) {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                faults.add("unknown key " + path + key);
            }
        });
        return this;
    }

    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The text of a key. A number is refused: YAML has taken its leading zeros away already. */
    public Optional<String> text(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            fault(key, "is not a text: put it into quotes");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    /** As {@link #text}; a text that is missing or blank is a fault. */
    public Optional<String> neededText(String key) {
        if (!has(key)) {
            fault(key, "is missing");
        }
        return text(key).filter(value -> {
            if (value.isBlank()) {
                fault(key, "is empty");
            }
            return !value.isBlank();
        });
    }

    /** A whole number in the range; anything else is a fault. */
    public Optional<Integer> number(String key, int least, int most) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            fault(key, "is not a whole number from " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    /** True or false; anything else is a fault. */
    public Optional<Boolean> flag(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            fault(key, "is neither true nor false");
            return Optional.empty();
        }
        return Optional.of(value.booleanValue());
    }

    /** A group of keys below this one. */
    public Optional<YamlGroup> group(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!(value instanceof ObjectNode group)) {
            fault(key, "is no mapping");
            return Optional.empty();
        }
        return Optional.of(new YamlGroup(path + key + ".", group, faults));
    }

    public void fault(String key, String fault) {
        faults.add(path + key + " " + fault);
    }
}
