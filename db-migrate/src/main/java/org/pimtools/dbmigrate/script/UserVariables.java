package org.pimtools.dbmigrate.script;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a statement does to the variables that it names itself ({@code @name}, folded); those of a routine or trigger that it calls
 * are not seen.
 *
 * @param mayBeSet those to which it may give a value
 * @param used those whose value it may take; not one that it only sets
 * @param surelySet those that have another value behind it, whatever they were before
 */
public record UserVariables(Set<String> mayBeSet, Set<String> used, Set<String> surelySet) {
    /** Statements that set what stands in front of {@code :=} and behind INTO, and nothing else. */
    private static final List<String> PLAIN_VERBS =
            List.of("SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "VALUES", "DO", "SET", "GET", "CREATE");
    /** Statements that run nothing of what they hold, but for a table that is made of rows. */
    private static final List<String> DEFINING_VERBS = List.of("CREATE", "ALTER", "DROP", "RENAME", "GRANT", "REVOKE");
    /** How far the word TABLE may be from the beginning: {@code CREATE OR REPLACE TEMPORARY TABLE}. */
    private static final int FARTHEST_TABLE = 5;

    private static final UserVariables NONE = new UserVariables(Set.of(), Set.of(), Set.of());

    public static UserVariables of(List<Token> tokens) {
        if (definesOnly(tokens)) {
            return NONE;
        }
        Set<String> targets = new HashSet<>();
        Set<String> used = new HashSet<>();
        boolean plain = !tokens.isEmpty() && PLAIN_VERBS.stream().anyMatch(tokens.get(0)::is);
        boolean sets = plain && tokens.get(0).is("SET");
        boolean gets = plain && tokens.get(0).is("GET");
        boolean into = false;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSymbol('(')) {
                depth++;
            } else if (token.isSymbol(')')) {
                depth--;
            }
            if (token.kind() == Token.Kind.USER_VARIABLE && !isHost(tokens, i)) {
                boolean first = gets || sets && (i == 1 || tokens.get(i - 1).isSymbol(','));
                boolean target = into || isBefore(tokens, i, ":=") || first && depth == 0 && isBefore(tokens, i, "=");
                (target ? targets : used).add(token.folded());
            } else {
                into = token.is("INTO") || into && token.isSymbol(',');
            }
        }
        Set<String> surely = new HashSet<>();
        if (sets) {
            surely.addAll(targets);
            surely.removeAll(used);
        }
        if (!plain) {
            targets.addAll(used);
        }
        return new UserVariables(Set.copyOf(targets), Set.copyOf(used), Set.copyOf(surely));
    }

    private static boolean definesOnly(List<Token> tokens) {
        return !tokens.isEmpty()
                && DEFINING_VERBS.stream().anyMatch(tokens.get(0)::is)
                && !(tokens.get(0).is("CREATE")
                        && tokens.stream().limit(FARTHEST_TABLE).anyMatch(token -> token.is("TABLE")));
    }

    /** True for {@code 'user'@'host'}. */
    private static boolean isHost(List<Token> tokens, int at) {
        return at > 0 && (tokens.get(at - 1).isText() || tokens.get(at - 1).kind() == Token.Kind.QUOTED);
    }

    private static boolean isBefore(List<Token> tokens, int at, String symbols) {
        for (int i = 0; i < symbols.length(); i++) {
            int next = at + 1 + i;
            if (next >= tokens.size() || !tokens.get(next).isSymbol(symbols.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
