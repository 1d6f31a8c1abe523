package org.pimtools.migrator.step.veeam;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pimtools.migrator.step.UndoCodec;

/**
 * What undo needs of a renamed job.
 *
 * @param server where it is: address and port, since another plan may have another number for it
 * @param id the job's own on its server
 * @param name what it was called
 */
public record UndoRecord(String server, String id, String name) {
    private static final JsonFactory JSON = new JsonFactory();

    /** A JSON object. A second act finds the job under its old name, so that the first one did nothing. */
    static final UndoCodec<UndoRecord> CODEC = new UndoCodec<>() {
        @Override
        public String write(UndoRecord undo) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.writeStartObject();
                json.writeStringField("server", undo.server);
                json.writeStringField("id", undo.id);
                json.writeStringField("name", undo.name);
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString();
        }

        @Override
        public UndoRecord read(String text) {
            Map<String, String> fields = new HashMap<>();
            try (JsonParser json = JSON.createParser(text)) {
                while (json.nextToken() != null) {
                    if (json.currentToken() == JsonToken.VALUE_STRING) {
                        fields.put(json.currentName(), json.getText());
                    }
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("no record of a job", e);
            }
            if (!fields.keySet().equals(Set.of("server", "id", "name"))) {
                throw new IllegalArgumentException("no record of a job");
            }
            return new UndoRecord(fields.get("server"), fields.get("id"), fields.get("name"));
        }

        @Override
        public UndoRecord joined(UndoRecord first, UndoRecord again) {
            return again;
        }
    };

    public UndoRecord {
        Objects.requireNonNull(server);
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }
}
