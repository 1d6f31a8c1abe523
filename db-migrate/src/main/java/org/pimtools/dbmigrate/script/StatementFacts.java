package org.pimtools.dbmigrate.script;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement names, as far as it decides what it may write and what of the session it changes.
 *
 * @param names all that may be the name of an object, folded
 * @param qualifiers those of them that only stand in front of a dot: databases, or names of what the statement itself does not declare
 * @param target the table that INSERT, REPLACE, UPDATE, DELETE or LOAD names first
 * @param targetAlone true when it writes the rows of no other table that it names, but reads them
 * @param nothingElse true when it names no other table, routine or sequence than the target
 * @param assigned system variables of the session that SET gives a value, with whether that is their default
 * @param used the database that USE names
 * @param calls true when a bracket follows a name, as where a function is called, or a sequence is asked for its next value
 * @param plainSet true for a SET of variables of the session that may be set inside a transaction, and for USE and GET
 * @param writesFile true for INTO OUTFILE and INTO DUMPFILE
 * @param counts true for a statement that asks what the one before it did to how many rows, or with what warnings
 */
public record StatementFacts(
        Set<String> names,
        Set<String> qualifiers,
        Optional<ObjectName> target,
        boolean targetAlone,
        boolean nothingElse,
        Map<String, Boolean> assigned,
        Optional<String> used,
        boolean calls,
        boolean plainSet,
        boolean writesFile,
        boolean counts) {
    private static final Set<String> SCOPES = Set.of("session", "local");
    /** Words between the verb and the table. */
    private static final Set<String> MODIFIERS = Set.of(
            "low_priority",
            "delayed",
            "high_priority",
            "ignore",
            "into",
            "quick",
            "from",
            "local",
            "concurrent",
            "data",
            "xml",
            "table",
            "history");
    /** What a transaction does not forbid to set, and nothing but the session's own statements depend on. */
    private static final Set<String> PLAIN = Set.of(
            "names",
            "character",
            "charset",
            "character_set_client",
            "character_set_connection",
            "character_set_results",
            "collation_connection",
            "sql_mode",
            "time_zone",
            "foreign_key_checks",
            "unique_checks",
            "sql_notes",
            "check_constraint_checks",
            "sql_quote_show_create",
            "sql_safe_updates",
            "timestamp",
            "insert_id",
            "last_insert_id",
            "group_concat_max_len",
            "sql_warnings",
            "lc_time_names",
            "div_precision_increment",
            "max_recursive_iterations",
            "sql_big_selects",
            "note_verbosity",
            "lock_wait_timeout",
            "innodb_lock_wait_timeout",
            "max_statement_time",
            "sort_buffer_size",
            "join_buffer_size",
            "system_versioning_insert_history",
            "system_versioning_alter_history",
            "system_versioning_asof");

    private static final Set<String> COUNTING_FUNCTIONS = Set.of("row_count", "found_rows");
    private static final Set<String> COUNTING_VARIABLES = Set.of("warning_count", "error_count");
    private static final int LONGEST_NAME = 64;

    /** True when a table of this name is read by the statement itself, and not written. */
    public boolean reads(String name) {
        return targetAlone && !target.orElseThrow().name().equalsIgnoreCase(name);
    }

    public static StatementFacts of(List<Token> tokens) {
        Set<String> names = new HashSet<>();
        Set<String> before = new HashSet<>();
        Set<String> elsewhere = new HashSet<>();
        boolean calls = false;
        boolean writesFile = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() == Token.Kind.NUMBER
                    || token.kind() == Token.Kind.SYMBOL
                    || token.kind() == Token.Kind.STRING
                    || !token.isIdentifier()
                    || token.text().length() > LONGEST_NAME) {
                continue;
            }
            names.add(token.folded());
            writesFile |= token.is("OUTFILE") || token.is("DUMPFILE");
            boolean dot = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('.');
            boolean behindDot = i > 0 && tokens.get(i - 1).isSymbol('.');
            (dot && !behindDot ? before : elsewhere).add(token.folded());
            calls |= i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('(') || asksSequence(tokens, i);
        }
        before.removeAll(elsewhere);
        Map<String, Boolean> assigned = new LinkedHashMap<>();
        boolean plainSet = !tokens.isEmpty()
                && (tokens.get(0).is("USE")
                        || tokens.get(0).is("GET")
                        || tokens.get(0).is("SET") && assignments(tokens, assigned));
        Optional<Target> target = target(tokens);
        return new StatementFacts(
                Set.copyOf(names),
                Set.copyOf(before),
                target.map(Target::table),
                target.filter(table -> writesAlone(tokens, table.end())).isPresent(),
                target.filter(table -> namesNothingElse(tokens, table.end())).isPresent(),
                Map.copyOf(assigned),
                tokens.size() > 1 && tokens.get(0).is("USE")
                        ? Optional.of(tokens.get(1).text())
                        : Optional.empty(),
                calls,
                plainSet,
                writesFile,
                counts(tokens));
    }

    /** {@code NEXT VALUE FOR s}, and {@code s.nextval}: calls without a bracket. */
    private static boolean asksSequence(List<Token> tokens, int at) {
        return at > 0
                && (tokens.get(at).is("VALUE") && tokens.get(at - 1).is("NEXT")
                        || tokens.get(at).is("NEXTVAL") && tokens.get(at - 1).isSymbol('.'));
    }

    private static boolean counts(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return false;
        }
        boolean shows = tokens.get(0).is("SHOW");
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isCount(token, i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('('))
                    || shows && (token.is("WARNINGS") || token.is("ERRORS"))) {
                return true;
            }
        }
        return tokens.get(0).is("GET");
    }

    private static boolean isCount(Token token, boolean isCalled) {
        return switch (token.kind()) {
            case WORD -> isCalled && COUNTING_FUNCTIONS.contains(token.folded());
            case SYSTEM_VARIABLE -> {
                String name = token.folded();
                yield COUNTING_VARIABLES.contains(name.substring(name.lastIndexOf('.') + 1));
            }
            default -> false;
        };
    }

    /** @param end the place behind its name */
    private record Target(ObjectName table, int end) {}

    /** Words behind which a further table that UPDATE or DELETE writes can not stand any more. */
    private static final Set<String> BEHIND_TABLES = Set.of("set", "where", "order", "limit", "returning");

    private static final Set<String> FURTHER_TABLE = Set.of("join", "using", "from");

    /** What INSERT, REPLACE and LOAD write is one table; UPDATE and DELETE may name several, which are joined then. */
    private static boolean writesAlone(List<Token> tokens, int end) {
        if (!tokens.get(0).is("UPDATE") && !tokens.get(0).is("DELETE")) {
            return true;
        }
        for (Token token : tokens.subList(end, tokens.size())) {
            if (token.kind() == Token.Kind.WORD && BEHIND_TABLES.contains(token.folded())) {
                return true;
            }
            if (token.isSymbol(',') || token.kind() == Token.Kind.WORD && FURTHER_TABLE.contains(token.folded())) {
                return false;
            }
        }
        return true;
    }

    /** Words behind which, or by which, something else may be named. */
    private static final Set<String> REACH_FURTHER =
            Set.of("select", "from", "join", "using", "next", "previous", "nextval", "currval", "lastval");

    /** Reserved words in front of a bracket, which so are no names of functions. */
    private static final Set<String> BEFORE_BRACKETS = Set.of("values", "in", "and", "or", "not");

    private static boolean namesNothingElse(List<Token> tokens, int end) {
        if (tokens.get(0).is("LOAD") || !writesAlone(tokens, end)) {
            return false;
        }
        for (int i = end; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.isIdentifier()) {
                continue;
            }
            boolean called = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('(');
            boolean reserved = token.kind() == Token.Kind.WORD && BEFORE_BRACKETS.contains(token.folded());
            if (REACH_FURTHER.contains(token.folded()) || called && !reserved) {
                return false;
            }
        }
        return true;
    }

    /** The table that is written, for a statement that names it first. */
    private static Optional<Target> target(List<Token> tokens) {
        if (tokens.isEmpty()
                || !(tokens.get(0).is("INSERT")
                        || tokens.get(0).is("REPLACE")
                        || tokens.get(0).is("UPDATE")
                        || tokens.get(0).is("DELETE")
                        || tokens.get(0).is("LOAD"))) {
            return Optional.empty();
        }
        int at = 1;
        if (tokens.get(0).is("LOAD")) {
            while (at < tokens.size() && !tokens.get(at).is("TABLE")) {
                at++;
            }
        }
        while (at < tokens.size()
                && tokens.get(at).kind() == Token.Kind.WORD
                && MODIFIERS.contains(tokens.get(at).folded())) {
            at++;
        }
        if (at >= tokens.size() || !tokens.get(at).isIdentifier()) {
            return Optional.empty();
        }
        String first = tokens.get(at).text();
        return at + 2 < tokens.size()
                        && tokens.get(at + 1).isSymbol('.')
                        && tokens.get(at + 2).isIdentifier()
                ? Optional.of(new Target(
                        new ObjectName(
                                ObjectName.Type.TABLE,
                                Optional.of(first),
                                tokens.get(at + 2).text()),
                        at + 3))
                : Optional.of(new Target(new ObjectName(ObjectName.Type.TABLE, Optional.empty(), first), at + 1));
    }

    /** Takes in what SET assigns; true when it assigns nothing but user variables and {@link #PLAIN} ones. */
    private static boolean assignments(List<Token> tokens, Map<String, Boolean> assigned) {
        boolean plain = true;
        for (List<Token> assignment : Token.betweenCommas(tokens.subList(1, tokens.size()))) {
            int at = 0;
            boolean ofSession = true;
            while (at < assignment.size()
                    && assignment.get(at).kind() == Token.Kind.WORD
                    && (SCOPES.contains(assignment.get(at).folded())
                            || assignment.get(at).is("GLOBAL"))) {
                ofSession = !assignment.get(at).is("GLOBAL");
                at++;
            }
            if (at >= assignment.size()) {
                return false;
            }
            Token name = assignment.get(at);
            if (name.kind() == Token.Kind.USER_VARIABLE) {
                continue;
            }
            String variable = name.folded();
            if (name.kind() == Token.Kind.SYSTEM_VARIABLE) {
                int dot = variable.lastIndexOf('.');
                ofSession = dot < 0 || SCOPES.contains(variable.substring(0, dot));
                variable = variable.substring(dot + 1);
            }
            if (ofSession) {
                Token last = assignment.get(assignment.size() - 1);
                assigned.put(variable, last.is("DEFAULT"));
            }
            plain &= ofSession && PLAIN.contains(variable);
        }
        return plain;
    }
}
