package org.pimtools.dbmigrate.script;

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
    private static final Set<String> IN_FRONT_OF_A_STATEMENT =
            Set.of("begin", "then", "else", "do", "loop", "repeat", "atomic", "as", "is");

    public static SessionNames none() {
        return new SessionNames(new TreeSet<>(), new TreeSet<>());
    }

    /** True for a script that neither sets nor names any. */
    public boolean isEmpty() {
        return system.isEmpty() && user.isEmpty();
    }

    /** Takes in those of a further statement. */
    void add(List<Token> tokens) {
        addUser(tokens);
        if (!tokens.isEmpty() && tokens.get(0).is("SET")) {
            assigned(tokens, system);
        }
    }

    private void addUser(List<Token> tokens) {
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.USER_VARIABLE && !token.text().isEmpty()) {
                user.add(token.folded());
            }
        }
    }

    /**
     * Those of the text of a routine or trigger, which the statement that calls it leaves in the session. Among the system variables may
     * be local ones.
     */
    public static SessionNames ofProgram(List<Token> tokens) {
        SessionNames names = none();
        names.addUser(tokens);
        for (int at = 0; at < tokens.size(); at++) {
            if (tokens.get(at).is("SET") && beginsStatement(tokens, at)) {
                assigned(statementAt(tokens, at), names.system);
            }
        }
        // a value does not show whether the clock runs
        names.system.remove("timestamp");
        return names;
    }

    /** Whether a statement of a program begins at the place. */
    static boolean beginsStatement(List<Token> program, int at) {
        return at == 0 || isInFrontOfAStatement(program.get(at - 1));
    }

    /** From the place to the end of its statement. */
    static List<Token> statementAt(List<Token> program, int at) {
        int end = at;
        while (end < program.size() && !program.get(end).isSymbol(';')) {
            end++;
        }
        return program.subList(at, end);
    }

    private static boolean isInFrontOfAStatement(Token token) {
        return token.isSymbol(';')
                || token.isSymbol(':')
                || token.kind() == Token.Kind.WORD && IN_FRONT_OF_A_STATEMENT.contains(token.folded());
    }

    /** These and others. */
    public SessionNames with(SessionNames others) {
        SessionNames all = none();
        for (SessionNames each : List.of(this, others)) {
            all.system.addAll(each.system);
            all.user.addAll(each.user);
        }
        return all;
    }

    /** The same, without the system variables that are not among those. */
    public SessionNames only(Set<String> known) {
        Set<String> both = new TreeSet<>(system);
        both.retainAll(known);
        return new SessionNames(both, user);
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
