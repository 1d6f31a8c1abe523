package org.pimtools.dbmigrate.command;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.PlannedScript;
import org.pimtools.dbmigrate.migrate.Request;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Lexer;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Token;

/** Asks before a way down: shows the undo scripts that will run, and those of their statements after which data is gone. */
final class DownConfirmation {
    private static final int LONGEST = 100;

    private final Output output;
    private final Predicate<String> ask;

    /** @param ask shows a question, and returns whether the answer is yes */
    DownConfirmation(Output output, Predicate<String> ask) {
        this.output = output;
        this.ask = ask;
    }

    /** @throws ToolException when the answer is no, or when a run would refuse */
    void require(Module module, Request request) {
        List<PlannedScript> down = new ModuleRun(() -> {})
                .plan(module, request).stream()
                        .filter(planned -> planned.script().direction() == Direction.UNDO)
                        .toList();
        if (down.isEmpty()) {
            return;
        }
        output.line(module.displayName() + " goes down by " + Text.counted(down.size(), "undo script") + ":");
        for (PlannedScript planned : down) {
            output.line("  " + planned.script().file() + ": "
                    + Text.counted(planned.remaining().size(), "statement"));
            for (ScriptStatement statement : planned.remaining()) {
                if (isDestructive(statement.tokens())) {
                    output.line("    line " + statement.line() + ": " + shortened(statement.sql()));
                }
            }
        }
        if (!ask.test("run it? What it drops or deletes is gone [y/N]: ")) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "the way down was not confirmed; nothing was changed",
                    "answer y, or give --yes; --dry-run shows every statement");
        }
    }

    /**
     * DROP, DELETE and TRUNCATE, wherever they are executed: by themselves, in a block, behind SET STATEMENT, in a prepared text. What a
     * routine does that is called is not looked at.
     */
    static boolean isDestructive(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return false;
        }
        return switch (tokens.get(0).folded()) {
            case "alter" -> has(tokens, "DROP") || has(tokens, "TRUNCATE");
            case "create" -> tokens.size() > 3 && tokens.get(1).is("OR") && has(tokens.subList(0, 4), "TABLE");
            case "grant", "revoke", "show", "explain", "describe", "desc" -> false;
            case "prepare", "execute" ->
                tokens.stream()
                        .filter(token -> token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.DOUBLE_QUOTED)
                        .anyMatch(token -> isDestructive(Lexer.tokens(token.text())));
            default -> IntStream.range(0, tokens.size()).anyMatch(at -> destroys(tokens, at));
        };
    }

    private static boolean has(List<Token> tokens, String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    private static boolean destroys(List<Token> tokens, int at) {
        Token next = tokens.get(Math.min(at + 1, tokens.size() - 1));
        return tokens.get(at).is("DELETE")
                || tokens.get(at).is("DROP") && !next.is("TEMPORARY") && !next.is("PREPARE")
                || tokens.get(at).is("TRUNCATE") && !next.isSymbol('(');
    }

    private static String shortened(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
