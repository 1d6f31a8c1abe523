package org.pimtools.dbmigrate.execute;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pimtools.dbmigrate.execute.SessionState.Value;

/**
 * A session's state as the journal keeps it: JSON in ASCII. Token by token, since it is written with every script, and a mapper would
 * load some 300 classes first.
 */
final class SessionJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private SessionJson() {}

    static String write(SessionState state) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("database", state.database());
            variables(out, "system", state.system());
            variables(out, "user", state.user());
            out.writeStringField("lastInsertId", state.lastInsertId());
            out.writeStringField("role", state.role());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void variables(JsonGenerator out, String name, Map<String, Value> values) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, Value> entry : values.entrySet()) {
            out.writeObjectFieldStart(entry.getKey());
            out.writeStringField("type", entry.getValue().type().name());
            out.writeStringField("text", entry.getValue().text());
            out.writeStringField("collation", entry.getValue().collation());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** @throws SQLException when the journal holds something else */
    static SessionState read(String json) throws SQLException {
        try (JsonParser in = JSON.createParser(json)) {
            require(in, in.nextToken() == JsonToken.START_OBJECT);
            Map<String, String> texts = new LinkedHashMap<>();
            Map<String, Map<String, Value>> groups = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.START_OBJECT) {
                    groups.put(name, variables(in));
                } else {
                    texts.put(name, text(in));
                }
            }
            require(in, groups.containsKey("system") && groups.containsKey("user") && in.nextToken() == null);
            require(in, texts.get("lastInsertId") != null);
            return new SessionState(
                    texts.get("database"),
                    groups.get("system"),
                    groups.get("user"),
                    texts.get("lastInsertId"),
                    texts.get("role"));
        } catch (IOException | IllegalArgumentException e) {
            throw new SQLException("the journal holds a session state that is not valid", e);
        }
    }

    private static Map<String, Value> variables(JsonParser in) throws IOException {
        Map<String, Value> values = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            require(in, in.nextToken() == JsonToken.START_OBJECT);
            Map<String, String> parts = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String part = in.currentName();
                in.nextToken();
                parts.put(part, text(in));
            }
            require(in, parts.get("type") != null && parts.get("text") != null);
            values.put(
                    name, new Value(Value.Type.valueOf(parts.get("type")), parts.get("text"), parts.get("collation")));
        }
        return values;
    }

    private static String text(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        require(in, token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL);
        return token == JsonToken.VALUE_NULL ? null : in.getText();
    }

    private static void require(JsonParser in, boolean holds) throws IOException {
        if (!holds) {
            throw new JsonParseException(in, "not what was written");
        }
    }
}
