package org.pimtools.dbmigrate.execute;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.SessionNames;

/**
 * What a session carries from one statement of a script to the next: values, not the statements that made them, because those may
 * read what has changed since. Read right whatever character set the session has.
 *
 * @param database the current one; null for none
 * @param system by name
 * @param user by name without {@code @}
 */
record SessionState(
        @JsonProperty("database") String database,
        @JsonProperty("system") Map<String, Value> system,
        @JsonProperty("user") Map<String, Value> user,
        @JsonProperty("lastInsertId") String lastInsertId) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final HexFormat HEX = HexFormat.of();

    /**
     * A value with the type that it has on the server.
     *
     * @param text of a user variable's text its bytes in hexadecimal
     * @param collation of a user variable's text; null for all else
     */
    record Value(
            @JsonProperty("type") Type type,
            @JsonProperty("text") String text,
            @JsonProperty("collation") String collation) {
        enum Type {
            NULL,
            NUMBER,
            TEXT,
            BYTES
        }

        /** @param hex its bytes */
        static Value of(Object value, String hex, String charset, String collation) {
            if (value == null || value instanceof Number || value instanceof Boolean) {
                return of(value);
            }
            return charset.equals("binary")
                    ? new Value(Type.BYTES, hex, null)
                    : new Value(Type.TEXT, hex, charset + " " + collation);
        }

        static Value of(Object value) {
            if (value == null) {
                return new Value(Type.NULL, "", null);
            }
            if (value instanceof Boolean bool) {
                return new Value(Type.NUMBER, bool ? "1" : "0", null);
            }
            return new Value(value instanceof Number ? Type.NUMBER : Type.TEXT, value.toString(), null);
        }

        /** As SQL has it; a question mark for what {@link #object} is. */
        String literal() {
            if (collation == null) {
                return "?";
            }
            String[] parts = collation.split(" ");
            return "_" + parts[0] + " X'" + text + "' COLLATE " + parts[1];
        }

        Object object() {
            return switch (type) {
                case NULL -> null;
                case NUMBER -> text.contains("E") ? (Object) Double.valueOf(text) : new BigDecimal(text);
                case TEXT -> text;
                case BYTES -> HEX.parseHex(text);
            };
        }
    }

    static SessionState read(Connection connection, SessionNames names) throws SQLException {
        List<String> columns = new ArrayList<>(List.of("HEX(CONVERT(DATABASE() USING utf8mb4))", "LAST_INSERT_ID()"));
        names.system().forEach(name -> columns.add("@@SESSION." + Names.quote(name)));
        for (String name : names.user()) {
            String variable = "@" + Names.quote(name);
            columns.addAll(List.of(
                    variable, "HEX(" + variable + ")", "CHARSET(" + variable + ")", "COLLATION(" + variable + ")"));
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + String.join(", ", columns))) {
            row.next();
            int column = 3;
            Map<String, Value> system = new LinkedHashMap<>();
            for (String name : names.system()) {
                system.put(name, Value.of(row.getObject(column++)));
            }
            Map<String, Value> user = new LinkedHashMap<>();
            for (String name : names.user()) {
                user.put(
                        name,
                        Value.of(
                                row.getObject(column),
                                row.getString(column + 1),
                                row.getString(column + 2),
                                row.getString(column + 3)));
                column += 4;
            }
            String database = row.getString(1);
            return new SessionState(
                    database == null ? null : new String(HEX.parseHex(database), StandardCharsets.UTF_8),
                    system,
                    user,
                    row.getString(2));
        }
    }

    /** Gives the session these values. */
    void restore(Connection connection) throws SQLException {
        if (system.containsKey(SessionNames.CLIENT)) {
            // what follows is in UTF-8, and the character set comes behind it
            Sessions.execute(connection, "SET NAMES utf8mb4");
        }
        for (Map.Entry<String, Value> variable : user.entrySet()) {
            set(
                    connection,
                    "SET @" + Names.quote(variable.getKey()) + " = "
                            + variable.getValue().literal(),
                    variable.getValue());
        }
        if (database != null) {
            Sessions.execute(connection, "USE " + Names.quote(database));
        }
        Sessions.execute(connection, "DO LAST_INSERT_ID(" + new BigDecimal(lastInsertId).toBigInteger() + ")");
        for (Map.Entry<String, Value> variable : system.entrySet()) {
            set(connection, "SET SESSION " + Names.quote(variable.getKey()) + " = ?", variable.getValue());
        }
    }

    private static void set(Connection connection, String sql, Value value) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(sql)) {
            if (sql.endsWith("?")) {
                set.setObject(1, value.object());
            }
            set.execute();
        }
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws SQLException when the journal holds something else */
    static SessionState parse(String json) throws SQLException {
        try {
            return JSON.readValue(json, SessionState.class);
        } catch (JsonProcessingException e) {
            throw new SQLException("the journal holds a session state that is not valid", e);
        }
    }
}
