package org.pimtools.common.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * The fields of one JSON object, each taken once and with its type; {@link #end()} refuses those that nobody took. Every method
 * throws {@link LineException} for a field that is missing or of another type.
 */
public final class Fields {
    private final ObjectNode object;

    Fields(ObjectNode object) {
        this.object = object;
    }

    public String text(String name) throws LineException {
        String value = textOrNull(name);
        if (value == null) {
            throw new LineException("field " + name + " is missing");
        }
        return value;
    }

    public String textOrNull(String name) throws LineException {
        JsonNode node = object.remove(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw new LineException("field " + name + " is not a text");
        }
        return node.textValue();
    }

    public long number(String name) throws LineException {
        Long value = numberOrNull(name);
        if (value == null) {
            throw new LineException("field " + name + " is missing");
        }
        return value;
    }

    public Long numberOrNull(String name) throws LineException {
        JsonNode node = object.remove(name);
        return node == null || node.isNull() ? null : Long.valueOf(integer(name, node));
    }

    /** A whole number in the given range. */
    public int number(String name, int least, int most) throws LineException {
        long value = number(name);
        if (value < least || value > most) {
            throw new LineException("field " + name + " is out of range");
        }
        return (int) value;
    }

    /** A whole number in the given range, or null. */
    public Integer numberOrNull(String name, int least, int most) throws LineException {
        return object.hasNonNull(name) ? Integer.valueOf(number(name, least, most)) : absent(name);
    }

    public boolean flag(String name) throws LineException {
        JsonNode node = object.remove(name);
        if (node == null || !node.isBoolean()) {
            throw new LineException("field " + name + " is not true or false");
        }
        return node.booleanValue();
    }

    public UUID uuid(String name) throws LineException {
        String text = text(name);
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw new LineException("field " + name + " is not a UUID", e);
        }
        throw new LineException("field " + name + " is not a UUID in lower case");
    }

    /**
     * A text that stands for something else.
     *
     * @param parser throws {@link IllegalArgumentException} for a text that does not
     * @param what for people: what the text has to be, after "is not"
     */
    public <T> T parsed(String name, Function<String, T> parser, String what) throws LineException {
        try {
            return parser.apply(text(name));
        } catch (IllegalArgumentException e) {
            throw new LineException("field " + name + " is not " + what, e);
        }
    }

    public Instant instant(String name) throws LineException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new LineException("field " + name + " is not a time", e);
        }
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type) throws LineException {
        return constant(name, text(name), type);
    }

    public <E extends Enum<E>> E choiceOrNull(String name, Class<E> type) throws LineException {
        String text = textOrNull(name);
        return text == null ? null : constant(name, text, type);
    }

    public List<String> texts(String name) throws LineException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw new LineException("field " + name + " holds something that is not a text");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** As {@link #texts}, but a field that is not there is an empty list. */
    public List<String> textsOrNone(String name) throws LineException {
        return object.has(name) ? texts(name) : List.of();
    }

    /** Whole numbers; none when the field is not there. */
    public List<Long> numbersOrNone(String name) throws LineException {
        List<Long> numbers = new ArrayList<>();
        if (object.has(name)) {
            for (JsonNode element : array(name)) {
                numbers.add(integer(name, element));
            }
        }
        return numbers;
    }

    public List<Fields> objects(String name) throws LineException {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!(element instanceof ObjectNode node)) {
                throw new LineException("field " + name + " holds something that is not an object");
            }
            objects.add(new Fields(node));
        }
        return objects;
    }

    public SortedMap<String, String> textMap(String name) throws LineException {
        SortedMap<String, String> map = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> entries = map(name); entries.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = entries.next();
            if (!entry.getValue().isTextual()) {
                throw new LineException("field " + name + " holds something that is not a text");
            }
            map.put(entry.getKey(), entry.getValue().textValue());
        }
        return map;
    }

    /** Whole numbers, as {@link Long}, and texts. */
    public SortedMap<String, Object> scalarMap(String name) throws LineException {
        SortedMap<String, Object> map = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> entries = map(name); entries.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = entries.next();
            JsonNode value = entry.getValue();
            map.put(entry.getKey(), value.isTextual() ? value.textValue() : Long.valueOf(integer(name, value)));
        }
        return map;
    }

    public SortedMap<String, Long> numberMap(String name) throws LineException {
        SortedMap<String, Long> map = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> entries = map(name); entries.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = entries.next();
            map.put(entry.getKey(), integer(name, entry.getValue()));
        }
        return map;
    }

    /** @throws LineException when a field was not taken */
    public void end() throws LineException {
        if (!object.isEmpty()) {
            throw new LineException("it has a field that is not known");
        }
    }

    private Integer absent(String name) {
        object.remove(name);
        return null;
    }

    private JsonNode array(String name) throws LineException {
        JsonNode node = object.remove(name);
        if (node == null || !node.isArray()) {
            throw new LineException("field " + name + " is not a list");
        }
        return node;
    }

    private Iterator<Map.Entry<String, JsonNode>> map(String name) throws LineException {
        JsonNode node = object.remove(name);
        if (node == null || !node.isObject()) {
            throw new LineException("field " + name + " is not an object");
        }
        return node.properties().iterator();
    }

    private static long integer(String name, JsonNode node) throws LineException {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new LineException("field " + name + " is not a whole number");
        }
        return node.longValue();
    }

    private static <E extends Enum<E>> E constant(String name, String text, Class<E> type) throws LineException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw new LineException("field " + name + " has a value that is not known");
    }
}
