package org.pimtools.dbmigrate.parse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The variables of the session that a script sets or names; sorted. */
public record SessionNames(Set<String> system, Set<String> user) {
    public static final String CLIENT = "character_set_client";
    private static final List<String> CHARACTER_SET =
            List.of(CLIENT, "character_set_connection", "character_set_results", "collation_connection");
    private static final Set<String> SCOPES = Set.of("session", "local");

    public static SessionNames of(List<List<Token>> statements) {
        Set<String> system = new TreeSet<>();
        Set<String> user = new TreeSet<>();
        for (List<Token> tokens : statements) {
            for (Token token : tokens) {
                if (token.kind() == Token.Kind.USER_VARIABLE && !token.text().isEmpty()) {
                    user.add(token.folded());
                }
            }
            if (!tokens.isEmpty() && tokens.get(0).is("SET")) {
                assigned(tokens, system);
            }
        }
        return new SessionNames(system, user);
    }

    /** Those that a session of this server has. */
    public SessionNames known(Connection connection) throws SQLException {
        if (system.isEmpty()) {
            return this;
        }
        Set<String> known = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT LOWER(variable_name) FROM information_schema.system_variables WHERE variable_scope LIKE 'SESSION%'"
                        + " AND variable_name IN (?" + ", ?".repeat(system.size() - 1) + ")")) {
            int place = 1;
            for (String name : system) {
                select.setString(place++, name);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.add(row.getString(1));
                }
            }
        }
        return new SessionNames(known, user);
    }

    /** Takes the names that stand at the beginning of an assignment: behind SET or a comma outside of brackets. */
    private static void assigned(List<Token> tokens, Set<String> system) {
        int depth = 0;
        boolean first = true;
        boolean global = false;
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSymbol('(')) {
                depth++;
            } else if (token.isSymbol(')')) {
                depth--;
            } else if (token.isSymbol(',') && depth == 0) {
                first = true;
            } else if (first && token.is("GLOBAL")) {
                global = true;
            } else if (first && token.kind() == Token.Kind.WORD && SCOPES.contains(token.folded())) {
                global = false;
            } else if (first) {
                name(token, global, system);
                first = false;
            }
        }
    }

    private static void name(Token token, boolean global, Set<String> system) {
        String name = token.folded();
        if (token.kind() == Token.Kind.SYSTEM_VARIABLE) {
            int dot = name.indexOf('.');
            if (dot < 0 || SCOPES.contains(name.substring(0, dot))) {
                system.add(name.substring(dot + 1));
            }
        } else if (token.isIdentifier() && !global) {
            switch (name) {
                case "names", "character", "charset" -> system.addAll(CHARACTER_SET);
                case "transaction" -> system.addAll(List.of("tx_isolation", "tx_read_only"));
                case "password", "role", "default" -> {}
                default -> system.add(name.toLowerCase(Locale.ROOT));
            }
        }
    }
}
