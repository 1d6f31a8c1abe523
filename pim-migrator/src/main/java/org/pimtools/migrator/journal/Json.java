package org.pimtools.migrator.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.stream.Stream;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeKind;
import org.pimtools.migrator.step.Outcome;

/** Records to lines of JSON and back; every line carries its kind first. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addMixIn(Change.class, Changes.class)
            .registerSubtypes(Stream.of(ChangeKind.values())
                    .map(kind -> new NamedType(kind.type(), kind.label()))
                    .toArray(NamedType[]::new))
            .addMixIn(Outcome.class, Outcomes.class)
            .addMixIn(Entry.class, Entries.class)
            .addMixIn(WorkLine.class, WorkLines.class)
            .addModule(new SimpleModule("values", Version.unknownVersion())
                    .addSerializer(Instant.class, new InstantWriter())
                    .addDeserializer(Instant.class, new InstantReader())
                    .addSerializer(KeyCell.class, new KeyWriter())
                    .addDeserializer(KeyCell.class, new KeyReader()))
            .build();

    private Json() {}

    static ObjectWriter writerOf(Class<?> type) {
        return MAPPER.writerFor(type);
    }

    static ObjectReader readerOf(Class<?> type) {
        return MAPPER.readerFor(type);
    }

    static byte[] write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Changes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Applied.class, name = "applied"),
        @JsonSubTypes.Type(value = Outcome.Moved.class, name = "moved"),
        @JsonSubTypes.Type(value = Outcome.ByHand.class, name = "byHand"),
        @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown")
    })
    private interface Outcomes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Entry.Begin.class, name = "begin"),
        @JsonSubTypes.Type(value = Entry.Intent.class, name = "intent"),
        @JsonSubTypes.Type(value = Entry.Task.class, name = "task"),
        @JsonSubTypes.Type(value = Entry.Outcome.class, name = "outcome")
    })
    private interface Entries {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = WorkLine.Header.class, name = "work"),
        @JsonSubTypes.Type(value = WorkLine.End.class, name = "end")
    })
    private interface WorkLines {}

    private static final class InstantWriter extends StdScalarSerializer<Instant> {
        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toString());
        }
    }

    private static final class KeyWriter extends StdScalarSerializer<KeyCell> {
        KeyWriter() {
            super(KeyCell.class);
        }

        @Override
        public void serialize(KeyCell value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeObject(value.plain());
        }
    }

    private static final class KeyReader extends StdScalarDeserializer<KeyCell> {
        KeyReader() {
            super(KeyCell.class);
        }

        @Override
        public KeyCell deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> KeyCell.of(parser.getLongValue());
                case VALUE_STRING -> KeyCell.of(parser.getText());
                default -> (KeyCell) context.handleUnexpectedToken(KeyCell.class, parser);
            };
        }
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an instant");
            }
        }
    }
}
