package org.pimtools.common.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.file.Path;
import java.time.Instant;

/** Writes values as JSON in ASCII, so that no data reaches a terminal raw. */
public final class JsonText {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .addModule(new SimpleModule()
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private JsonText() {}

    /** @throws IllegalArgumentException when the value has a part that JSON cannot show */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String of(Object value) {
        return text(MAPPER.writer(), value);
    }

    /** On many lines, for a file that a person may look at. */
    public static String indented(Object value) {
        return text(MAPPER.writerWithDefaultPrettyPrinter(), value);
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value).replace("\u007f", "\\u007f");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
