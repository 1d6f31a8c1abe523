package org.pimtools.common.yaml;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/** A small file of keys: at most 64 KiB, 10 levels deep, without aliases of groups and without a key that stands twice. */
public final class PlainYaml {
    /** The largest file, in bytes. */
    public static final int LARGEST = 1 << 16;

    private static final int DEEPEST = 10;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlainYaml() {}

    /**
     * Reads the group of keys that the file is.
     *
     * @param faults takes what is wrong with the file as a whole
     * @return empty when there is such a fault
     */
    public static Optional<ObjectNode> read(byte[] content, List<String> faults) {
        if (content.length > LARGEST) {
            faults.add("it is larger than 64 KiB");
            return Optional.empty();
        }
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setNestingDepthLimit(DEEPEST);
        limits.setMaxAliasesForCollections(0);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (YAMLParser parser = factory.createParser(content)) {
            JsonNode root = parser.nextToken() == null ? NODES.missingNode() : node(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one document");
            }
            if (root instanceof ObjectNode group) {
                return Optional.of(group);
            }
            faults.add("it is no mapping");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", see line " + Math.max(1, e.getLocation().getLineNr());
            faults.add("it is not plain YAML or names a key twice" + where);
        } catch (IOException e) {
            faults.add("it is not plain YAML");
        }
        return Optional.empty();
    }

    /** Token by token: a mapper would load some 300 classes first, which takes longer than such a file. */
    private static JsonNode node(YAMLParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode group = NODES.objectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    group.set(key, node(parser));
                }
                return group;
            }
            case START_ARRAY -> {
                ArrayNode list = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(node(parser));
                }
                return list;
            }
            default -> {
                return scalar(parser);
            }
        }
    }

    private static JsonNode scalar(YAMLParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_STRING -> NODES.textNode(parser.getText());
            default -> throw new JsonParseException(parser, "neither text, number, list nor group");
        };
    }
}
