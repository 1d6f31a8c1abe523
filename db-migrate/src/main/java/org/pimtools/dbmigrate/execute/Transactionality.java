package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.dbmigrate.script.Lexer;
import org.pimtools.dbmigrate.script.Token;

/**
 * Tells which statements cannot be taken back because they may write where there are no transactions. Knows the tables of the databases
 * that a script names, and what their triggers, views and routines name; errs on the careful side.
 */
final class Transactionality {
    /** What a routine must not say if it is to be taken back as a whole. */
    private static final Set<String> ENDS_TRANSACTION = Set.of(
            "create",
            "alter",
            "drop",
            "rename",
            "truncate",
            "commit",
            "rollback",
            "transaction",
            "lock",
            "unlock",
            "prepare",
            "execute",
            "immediate",
            "analyze",
            "optimize",
            "grant",
            "revoke",
            "call",
            "autocommit",
            "flush");

    private final Set<String> without;
    private final Map<String, Set<String>> mentioned;

    private Transactionality(Set<String> without, Map<String, Set<String>> mentioned) {
        this.without = without;
        this.mentioned = mentioned;
    }

    /** @param named other databases, perhaps: names that stand where a database can stand */
    static Transactionality read(Connection connection, String database, Set<String> named) throws SQLException {
        List<String> databases = new ArrayList<>(named);
        databases.add(database);
        String these = "(?" + ", ?".repeat(named.size()) + ")";
        Set<String> without = new TreeSet<>();
        Map<String, Set<String>> mentioned = new HashMap<>();
        read(
                connection,
                databases,
                "SELECT t.table_name, '' FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine"
                        + " WHERE t.table_schema IN " + these
                        + " AND t.table_type = 'BASE TABLE' AND e.transactions <> 'YES'",
                (name, text) -> without.add(name));
        if (!without.isEmpty()) {
            for (String query : List.of(
                    "SELECT event_object_table, action_statement FROM information_schema.triggers WHERE trigger_schema IN ",
                    "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema IN ",
                    "SELECT routine_name, routine_definition FROM information_schema.routines WHERE routine_schema IN ")) {
                read(
                        connection,
                        databases,
                        query + these,
                        (name, text) -> mentioned
                                .computeIfAbsent(name, any -> new HashSet<>())
                                .addAll(names(Lexer.tokens(text))));
            }
        }
        return new Transactionality(without, mentioned);
    }

    /** True when all that the statement does can be taken back by a rollback. */
    boolean holds(List<Token> statement) {
        if (without.isEmpty()) {
            return true;
        }
        Deque<String> open = new ArrayDeque<>(names(statement));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (without.contains(name)) {
                return false;
            }
            for (String next : mentioned.getOrDefault(name, Set.of())) {
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return true;
    }

    /** True for a routine whose body is known and can be taken back as a whole. */
    boolean holdsForRoutine(List<Token> body) {
        return !body.isEmpty()
                && body.stream()
                        .noneMatch(
                                token -> token.kind() == Token.Kind.WORD && ENDS_TRANSACTION.contains(token.folded()))
                && holds(body);
    }

    /** Strings too, because ANSI_QUOTES makes identifiers of them. */
    private static Set<String> names(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.isIdentifier() || token.kind() == Token.Kind.STRING)
                .map(Token::folded)
                .collect(Collectors.toSet());
    }

    private interface Row {
        void accept(String name, String text);
    }

    private static void read(Connection connection, List<String> databases, String query, Row consumer)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < databases.size(); i++) {
                select.setString(i + 1, databases.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString(2);
                    consumer.accept(rows.getString(1).toLowerCase(Locale.ROOT), text == null ? "" : text);
                }
            }
        }
    }
}
