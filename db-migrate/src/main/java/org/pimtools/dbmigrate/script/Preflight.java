package org.pimtools.dbmigrate.script;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Finds what would stop a script in the middle, before anything of it runs. */
public final class Preflight {
    private static final Set<String> FIRST_WORDS =
            Set.of("flush", "backup", "load", "xa", "start", "set", "commit", "rollback", "handler");

    private Preflight() {}

    /** @throws ToolException with all that is wrong with the script */
    public static void check(Script script) {
        if (!script.unfit().isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    script.file() + ": " + String.join("; ", script.unfit()),
                    "fix the script; nothing of it was run");
        }
    }

    /**
     * What keeps the journal from being written, so that nobody would know how far the script got, and what needs a file of the
     * machine that runs the tool, which no connection of it gives to a server.
     */
    static Optional<String> refused(List<Token> tokens) {
        for (Token token : tokens) {
            if (token.is("RELEASE_ALL_LOCKS")) {
                return Optional.of("releases the lock that keeps other runs out: name the locks with RELEASE_LOCK");
            }
        }
        if (tokens.isEmpty() || !FIRST_WORDS.contains(tokens.get(0).folded())) {
            return Optional.empty();
        }
        String text = " "
                + String.join(
                        " ",
                        tokens.stream()
                                .limit(8)
                                .map(token -> token.kind() == Token.Kind.WORD ? token.folded() : "?")
                                .toList())
                + " ";
        boolean flush =
                text.startsWith(" flush ") && (endsWith(tokens, "READ", "LOCK") || endsWith(tokens, "FOR", "EXPORT"));
        if (flush || text.startsWith(" backup ")) {
            return Optional.of("locks the whole server");
        }
        if (text.startsWith(" set ") && tokens.stream().anyMatch(Preflight::isCompletionType)) {
            return Optional.of(
                    "changes what COMMIT does: write COMMIT AND CHAIN where the next transaction begins at once");
        }
        if (text.matches(" (commit|rollback) (work )?(and (no )?chain )?release ")) {
            return Optional.of("ends the connection, and what is behind it could not run: leave RELEASE out");
        }
        if (text.startsWith(" set statement ") && text.contains(" for lock table")) {
            return Optional.of("locks tables behind SET STATEMENT: write SET SESSION in front of LOCK TABLES");
        }
        if (text.startsWith(" load ") && text.contains(" local ")) {
            return Optional.of("loads a file of this machine: load it before, or write its rows as INSERT");
        }
        if (text.startsWith(" handler ")) {
            return Optional.of("reads a table that is open in its session alone: read it with SELECT");
        }
        if (text.startsWith(" xa ")) {
            return Optional.of("is part of a distributed transaction");
        }
        boolean transaction =
                text.startsWith(" start transaction ") || text.startsWith(" set ") && text.contains(" transaction ");
        return transaction && text.contains(" read only ")
                ? Optional.of("begins a transaction that must not write, and the journal is written in it")
                : Optional.empty();
    }

    private static boolean isCompletionType(Token token) {
        return (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.SYSTEM_VARIABLE)
                && token.folded().matches("(.*\\.)?completion_type");
    }

    private static boolean endsWith(List<Token> tokens, String first, String second) {
        int size = tokens.size();
        return size >= 2
                && tokens.get(size - 2).is(first)
                && tokens.get(size - 1).is(second);
    }
}
