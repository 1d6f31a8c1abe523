package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows {@code sql_mode} through the statements of a script without a server, as far as quotes depend on it. A value that only a
 * server can compute leaves the mode in doubt until the script sets it again.
 */
final class SqlModeTracker {
    private static final String VARIABLE = "sql_mode";
    /** Functions that put texts together, so that the names in all of them count. */
    private static final Set<String> JOINING = Set.of("concat", "concat_ws", "select", "ifnull", "coalesce", "trim");

    private static final Set<String> SCOPES = Set.of("session", "local", "global");

    private SqlMode session;
    private SqlMode global;
    private boolean doubt;
    private boolean mentionedInText;
    private final Map<String, Optional<SqlMode>> variables = new HashMap<>();

    /** @param mode of the session in which the script begins, and of new sessions */
    SqlModeTracker(SqlMode mode) {
        session = mode;
        global = mode;
    }

    SqlMode mode() {
        return session;
    }

    /** True when the mode is not known. */
    boolean inDoubt() {
        return doubt;
    }

    /** Takes in a statement that the server has executed. */
    void executed(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        mentionedInText |= tokens.stream()
                .anyMatch(token -> token.isText() && token.folded().contains(VARIABLE));
        if (tokens.get(0).is("EXECUTE")) {
            doubt |= mentionedInText;
        } else if (tokens.get(0).is("SET")
                && !(tokens.size() > 1 && tokens.get(1).is("STATEMENT"))) {
            assignments(tokens).forEach(this::assign);
        }
    }

    private static List<List<Token>> assignments(List<Token> tokens) {
        List<List<Token>> assignments = new ArrayList<>();
        int depth = 0;
        int begin = 1;
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            if (token.isSymbol(',') && depth == 0) {
                assignments.add(tokens.subList(begin, i));
                begin = i + 1;
            }
        }
        assignments.add(tokens.subList(begin, tokens.size()));
        return assignments;
    }

    private void assign(List<Token> assignment) {
        int at = 0;
        boolean toGlobal = false;
        while (at < assignment.size()
                && assignment.get(at).kind() == Token.Kind.WORD
                && SCOPES.contains(assignment.get(at).folded())) {
            toGlobal = assignment.get(at++).is("GLOBAL");
        }
        if (at >= assignment.size()) {
            return;
        }
        Token target = assignment.get(at++);
        while (at < assignment.size()
                && (assignment.get(at).isSymbol(':') || assignment.get(at).isSymbol('='))) {
            at++;
        }
        List<Token> value = assignment.subList(at, assignment.size());
        String name = target.folded();
        if (target.kind() == Token.Kind.USER_VARIABLE) {
            variables.put(name, value(value, false));
        } else if (name.equals(VARIABLE) || name.endsWith("." + VARIABLE)) {
            assignMode(value(value, true), toGlobal || name.startsWith("global."));
        }
    }

    private void assignMode(Optional<SqlMode> mode, boolean toGlobal) {
        if (toGlobal) {
            global = mode.orElse(global);
        } else {
            session = mode.orElse(session);
            doubt = mode.isEmpty();
        }
    }

    /** Empty when it is not known. */
    private Optional<SqlMode> value(List<Token> tokens, boolean words) {
        SqlMode joined = SqlMode.NEITHER;
        boolean replaced = false;
        for (Token token : tokens) {
            Optional<SqlMode> part =
                    switch (token.kind()) {
                        case STRING, DOUBLE_QUOTED, QUOTED -> Optional.of(SqlMode.of(token.text()));
                        case NUMBER -> number(token.text(), tokens.size());
                        case USER_VARIABLE -> variables.getOrDefault(token.folded(), Optional.empty());
                        case SYSTEM_VARIABLE -> system(token.folded());
                        case WORD -> word(token, words && tokens.size() == 1);
                        case SYMBOL -> Optional.of(SqlMode.NEITHER);
                    };
            if (token.is("REPLACE")) {
                replaced = true;
            } else if (part.isEmpty()
                    || replaced && token.isText() && !part.get().equals(SqlMode.NEITHER)) {
                return Optional.empty();
            } else {
                joined = joined.or(part.get());
            }
        }
        return Optional.of(joined);
    }

    private static Optional<SqlMode> number(String digits, int tokens) {
        return tokens == 1 && digits.length() < Long.toString(Long.MAX_VALUE).length()
                ? Optional.of(SqlMode.of(Long.parseLong(digits)))
                : Optional.empty();
    }

    private Optional<SqlMode> system(String name) {
        if (name.equals("global." + VARIABLE)) {
            return Optional.of(global);
        }
        return (name.equals(VARIABLE) || name.endsWith("." + VARIABLE)) && !doubt
                ? Optional.of(session)
                : Optional.empty();
    }

    /** A mode may be written without quotes; DEFAULT is that of new sessions. */
    private Optional<SqlMode> word(Token token, boolean alone) {
        if (alone) {
            return Optional.of(token.is("DEFAULT") ? global : SqlMode.of(token.text()));
        }
        return JOINING.contains(token.folded()) ? Optional.of(SqlMode.NEITHER) : Optional.empty();
    }
}
