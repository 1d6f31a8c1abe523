package org.pimtools.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/**
 * How every JSON Lines file of the tools is written and read: ASCII only, so that a name cannot steer the terminal on which
 * somebody looks at the file; strict and bounded when read.
 */
public final class JsonLines {
    /** The longest line that is read, in bytes. */
    public static final int LONGEST_LINE = 4 * 1024 * 1024;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(24)
                    .maxStringLength(LONGEST_LINE)
                    .maxNameLength(256)
                    .build())
            .rootValueSeparator("")
            .build();
    private static final ObjectReader READER =
            new ObjectMapper(FACTORY).readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonLines() {}

    /** A generator that does not close {@code out}; whoever uses it ends each line with {@code writeRaw('\n')}. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /**
     * Reads one line as an object.
     *
     * @throws LineException when it is no JSON object, or exceeds a limit
     */
    public static Fields parse(byte[] line) throws LineException {
        try {
            JsonNode node = READER.readTree(line);
            if (node instanceof ObjectNode object) {
                return new Fields(object);
            }
            throw new LineException("not a JSON object");
        } catch (IOException e) {
            throw new LineException("not valid JSON", e);
        }
    }
}
