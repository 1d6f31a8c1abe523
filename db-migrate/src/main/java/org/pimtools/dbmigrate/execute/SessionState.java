package org.pimtools.dbmigrate.execute;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.dbmigrate.lock.Lease;
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
 * @param role the current one; null for none
 */
record SessionState(
        String database, Map<String, Value> system, Map<String, Value> user, String lastInsertId, String role) {
    /** Variables whose value does not show whether the session has its default: the clock runs or stands still. */
    private static final Set<String> RUNNING = Set.of("timestamp");

    private static final HexFormat HEX = HexFormat.of();

    /**
     * A value with the type that it has on the server.
     *
     * @param text of a user variable's text its bytes in hexadecimal
     * @param collation of a user variable's text; null for all else
     */
    record Value(Type type, String text, String collation) {
        enum Type {
            NULL,
            NUMBER,
            TEXT,
            BYTES,
            /** What the server gives a session, which may be more than a value: a clock that runs. */
            DEFAULT
        }

        static final Value BY_DEFAULT = new Value(Type.DEFAULT, "", null);

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

        /** As SQL has it under every setting of a session. */
        String literal() {
            return switch (type) {
                case NULL -> "NULL";
                case DEFAULT -> "DEFAULT";
                case NUMBER -> text.contains("E") ? text : new BigDecimal(text).toPlainString();
                case TEXT -> collation == null ? hex() : withCollation();
                case BYTES -> "X'" + text + "'";
            };
        }

        /** A system variable's text. */
        private String hex() {
            return "CONVERT(X'" + HEX.formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' USING utf8mb4)";
        }

        private String withCollation() {
            String[] parts = collation.split(" ");
            return "_" + parts[0] + " X'" + text + "' COLLATE " + parts[1];
        }
    }

    /**
     * @param before for what cannot be read: whether a variable has its default or a value of its own
     * @throws org.pimtools.common.error.ToolException when the session does not hold the named lock of the run any more
     */
    static SessionState read(Connection connection, SessionNames names, SessionState before, Lease lease)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query(names, lease))) {
            row.next();
            return of(row, names, before);
        }
    }

    /** What asks for one row that {@link #of} takes. */
    static String query(SessionNames names, Lease lease) {
        List<String> columns = new ArrayList<>(List.of(
                "HEX(CONVERT(DATABASE() USING utf8mb4))", "LAST_INSERT_ID()", "CURRENT_ROLE()", lease.holdsLock()));
        names.system().forEach(name -> columns.add("@@SESSION." + Names.quote(name)));
        for (String name : names.user()) {
            String variable = "@" + quoted(name);
            columns.addAll(List.of(
                    variable, "HEX(" + variable + ")", "CHARSET(" + variable + ")", "COLLATION(" + variable + ")"));
        }
        return "SELECT " + String.join(", ", columns) + " LIMIT 1";
    }

    /**
     * @param row of {@link #query}
     * @throws org.pimtools.common.error.ToolException as {@link #read}
     */
    static SessionState of(ResultSet row, SessionNames names, SessionState before) throws SQLException {
        Lease.requireLock(row.getBoolean(4));
        int column = 5;
        Map<String, Value> system = new LinkedHashMap<>();
        for (String name : names.system()) {
            Value value = Value.of(row.getObject(column++));
            boolean isDefault = before.isDefault(name) || value.text().equals("DEFAULT");
            system.put(name, isDefault ? Value.BY_DEFAULT : value);
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
                row.getString(2),
                row.getString(3));
    }

    /** Of a session in which nothing was assigned yet: the clock runs, and so on. */
    static SessionState fresh(Connection connection, SessionNames names, Lease lease) throws SQLException {
        Map<String, Value> running = new LinkedHashMap<>();
        RUNNING.forEach(name -> running.put(name, Value.BY_DEFAULT));
        return read(connection, names, new SessionState(null, running, Map.of(), "0", null), lease);
    }

    /** The same once variables are assigned: true for their default. */
    SessionState assigning(Map<String, Boolean> assigned) {
        Map<String, Value> changed = new LinkedHashMap<>(system);
        assigned.forEach((name, isDefault) -> {
            if (changed.containsKey(name) && RUNNING.contains(name)) {
                changed.put(name, isDefault ? Value.BY_DEFAULT : new Value(Value.Type.NUMBER, "0", null));
            }
        });
        return new SessionState(database, changed, user, lastInsertId, role);
    }

    /** The variables that it knows. */
    SessionNames names() {
        SessionNames names = SessionNames.none();
        names.system().addAll(system.keySet());
        names.user().addAll(user.keySet());
        return names;
    }

    /** The same with the values that another one has of variables which this one does not know. */
    SessionState with(SessionState other) {
        Map<String, Value> allSystem = new LinkedHashMap<>(other.system);
        allSystem.putAll(system);
        Map<String, Value> allUser = new LinkedHashMap<>(other.user);
        allUser.putAll(user);
        return new SessionState(database, allSystem, allUser, lastInsertId, role);
    }

    /** The same in another database. */
    SessionState in(String other) {
        return new SessionState(other, system, user, lastInsertId, role);
    }

    /** The same as it is once autocommit is on again. */
    SessionState withAutocommit() {
        if (!system.containsKey("autocommit")) {
            return this;
        }
        Map<String, Value> changed = new LinkedHashMap<>(system);
        changed.put("autocommit", new Value(Value.Type.NUMBER, "1", null));
        return new SessionState(database, changed, user, lastInsertId, role);
    }

    private boolean isDefault(String name) {
        return RUNNING.contains(name) && Value.BY_DEFAULT.equals(system.get(name));
    }

    private static String quoted(String name) {
        return Names.quote(name);
    }

    /** Gives the session these values. */
    void restore(Connection connection) throws SQLException {
        // what follows is in UTF-8, and the script's own character set comes behind it
        Sessions.execute(connection, "SET NAMES utf8mb4");
        assign(connection, "@", user);
        if (database != null) {
            Sessions.execute(connection, "USE " + Names.quote(database));
        }
        Sessions.execute(connection, "DO LAST_INSERT_ID(" + new BigDecimal(lastInsertId).toBigInteger() + ")");
        restoreSystem(connection);
    }

    /** Gives the session's system variables these values. */
    void restoreSystem(Connection connection) throws SQLException {
        assign(connection, "SESSION ", system);
    }

    private static void assign(Connection connection, String scope, Map<String, Value> values) throws SQLException {
        if (!values.isEmpty()) {
            Sessions.execute(
                    connection,
                    values.entrySet().stream()
                            .map(variable -> scope + quoted(variable.getKey()) + " = "
                                    + variable.getValue().literal())
                            .collect(Collectors.joining(", ", "SET ", "")));
        }
    }

    /**
     * Gives the session its role again, if it has another one.
     *
     * @param now what it is
     */
    void restoreRole(Connection connection, SessionState now) throws SQLException {
        if (!Objects.equals(role, now.role)) {
            Sessions.execute(connection, "SET ROLE " + (role == null ? "NONE" : Names.quote(role)));
        }
    }
}
