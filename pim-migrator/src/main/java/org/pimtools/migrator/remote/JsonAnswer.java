package org.pimtools.migrator.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;

/**
 * Walks through an answer in JSON (RFC 8259) while it arrives, value by value, and trusts nothing in it: limited depth,
 * limited text. Values that a reader leaves are skipped without being kept. The answer's size is limited by whoever
 * receives it.
 */
public final class JsonAnswer {
    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 1 << 20;
    /** Names are not interned: tags and labels have any number of them. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    private final JsonParser json;

    /** @throws InvalidJson when the answer does not begin as JSON does */
    public JsonAnswer(InputStream answer) throws InvalidJson {
        try {
            json = JSON.createParser(answer);
        } catch (IOException e) {
            throw new InvalidJson("the answer cannot be read", e);
        }
        next();
    }

    /** Takes a member of an object. */
    public interface Member {
        /** Reads the member's value, or leaves it. */
        void read(String name) throws InvalidJson;
    }

    /** Takes an element of an array. */
    public interface Element {
        /** Reads the element, or leaves it. */
        void read() throws InvalidJson;
    }

    /** Reads the object that is here. @throws InvalidJson when another value is here, or the object is broken */
    public void object(Member member) throws InvalidJson {
        expect(JsonToken.START_OBJECT, "an object");
        while (next() != JsonToken.END_OBJECT) {
            String name = name();
            next();
            member.read(name);
            skip();
        }
    }

    /** Reads the array that is here; null counts as an empty one. */
    public void array(Element element) throws InvalidJson {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            element.read();
            skip();
        }
    }

    /** Whether an object is here, of which {@link #object} can be asked. */
    public boolean atObject() {
        return json.currentToken() == JsonToken.START_OBJECT;
    }

    /** The text, number or truth value that is here, as a text; empty for null. */
    public String text() throws InvalidJson {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (token == null || !token.isScalarValue()) {
            throw new InvalidJson("no text" + where());
        }
        try {
            return json.getText();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** @throws InvalidJson when something follows the value that was read */
    public void end() throws InvalidJson {
        if (next() != null) {
            throw new InvalidJson("more than one value" + where());
        }
    }

    private void expect(JsonToken token, String what) throws InvalidJson {
        if (json.currentToken() != token) {
            throw new InvalidJson("not " + what + where());
        }
    }

    private JsonToken next() throws InvalidJson {
        try {
            return json.nextToken();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private String name() throws InvalidJson {
        try {
            return json.currentName();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Goes to the end of the object or array that its reader left. */
    private void skip() throws InvalidJson {
        try {
            json.skipChildren();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The parser's own words could repeat a token or a password. */
    private InvalidJson broken(IOException e) {
        return new InvalidJson(
                e instanceof JsonProcessingException ? "no valid JSON" + where() : "the answer cannot be read", e);
    }

    private String where() {
        JsonLocation location = json.currentLocation();
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
