package org.pimtools.dbmigrate.script;

import java.util.List;
import java.util.Set;

/** What ends a transaction without being asked to. */
public final class ImplicitCommit {
    /** Words of statements that do; anywhere in a program, since a name of one's own is no more than a needless caution. */
    private static final Set<String> ANYWHERE = Set.of(
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
            "autocommit",
            "flush");
    /** The same for words that are likely names of columns. */
    private static final Set<String> FIRST = Set.of(
            "repair",
            "check",
            "cache",
            "load",
            "reset",
            "install",
            "uninstall",
            "start",
            "stop",
            "change",
            "backup",
            "xa");

    private ImplicitCommit() {}

    /** True for an assignment that writes the server's accounts: {@code PASSWORD …}, {@code DEFAULT ROLE …}. */
    static boolean isOfAccounts(List<Token> assignment) {
        return !assignment.isEmpty()
                && (assignment.get(0).is("PASSWORD")
                        || assignment.size() > 1
                                && assignment.get(0).is("DEFAULT")
                                && assignment.get(1).is("ROLE"));
    }

    /** Whether the text of a routine or trigger may hold one. */
    public static boolean mayBeIn(List<Token> program) {
        for (int at = 0; at < program.size(); at++) {
            Token token = program.get(at);
            if (token.kind() == Token.Kind.WORD
                    && (ANYWHERE.contains(token.folded())
                            || SessionNames.beginsStatement(program, at)
                                    && (FIRST.contains(token.folded())
                                            || token.is("SET") && setsAccounts(program, at)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean setsAccounts(List<Token> program, int set) {
        return Token.betweenCommas(SessionNames.statementAt(program, set)).stream()
                .anyMatch(assignment -> isOfAccounts(
                        assignment.get(0).is("SET") ? assignment.subList(1, assignment.size()) : assignment));
    }
}
