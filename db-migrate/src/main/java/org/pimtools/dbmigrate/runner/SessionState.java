package org.pimtools.dbmigrate.runner;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
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

/**
 * What a session carries from one statement of a script to the next: values, not the statements that made them, because those may
 * read what has changed since.
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
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A value with the type that it has on the server. */
    record Value(
            @JsonProperty("type") Type type,
            @JsonProperty("text") String text) {
        enum Type {
            NULL,
            NUMBER,
            TEXT,
            BYTES
        }

        static Value of(Object value) {
            if (value == null) {
                return new Value(Type.NULL, "");
            }
            if (value instanceof byte[] bytes) {
                return new Value(Type.BYTES, HexFormat.of().formatHex(bytes));
            }
            if (value instanceof Boolean bool) {
                return new Value(Type.NUMBER, bool ? "1" : "0");
            }
            return value instanceof Number
                    ? new Value(Type.NUMBER, value.toString())
                    : new Value(Type.TEXT, value.toString());
        }

        Object object() {
            return switch (type) {
                case NULL -> null;
                case NUMBER -> text.contains("E") ? (Object) Double.valueOf(text) : new BigDecimal(text);
                case TEXT -> text;
                case BYTES -> HexFormat.of().parseHex(text);
            };
        }
    }

    static SessionState read(Connection connection, SessionNames names) throws SQLException {
        List<String> columns = new ArrayList<>(List.of("DATABASE()", "LAST_INSERT_ID()"));
        names.system().forEach(name -> columns.add("@@SESSION." + Names.quote(name)));
        names.user().forEach(name -> columns.add("@" + Names.quote(name)));
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
                user.put(name, Value.of(row.getObject(column++)));
            }
            return new SessionState(row.getString(1), system, user, row.getString(2));
        }
    }

    /** Gives a fresh session these values. */
    void restore(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (database != null) {
                statement.execute("USE " + Names.quote(database));
            }
            for (Map.Entry<String, Value> variable : user.entrySet()) {
                set(connection, "SET @" + Names.quote(variable.getKey()) + " = ?", variable.getValue());
            }
            statement.execute("DO LAST_INSERT_ID(" + new BigDecimal(lastInsertId).toBigInteger() + ")");
        }
        for (Map.Entry<String, Value> variable : system.entrySet()) {
            set(connection, "SET SESSION " + Names.quote(variable.getKey()) + " = ?", variable.getValue());
        }
    }

    private static void set(Connection connection, String sql, Value value) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(sql)) {
            set.setObject(1, value.object());
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
