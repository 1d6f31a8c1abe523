package org.pimtools.dbmigrate.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.PlannedScript;
import org.pimtools.dbmigrate.migrate.Request;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Direction;
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

    /** DROP, DELETE and TRUNCATE, and an ALTER that drops a column or a partition. */
    static boolean isDestructive(List<Token> tokens) {
        List<String> words = new ArrayList<>();
        tokens.stream()
                .filter(token -> token.kind() == Token.Kind.WORD)
                .forEach(token -> words.add(token.text().toUpperCase(Locale.ROOT)));
        if (words.isEmpty()) {
            return false;
        }
        return switch (words.get(0)) {
            case "DROP" -> !words.contains("TEMPORARY") && !words.contains("PREPARE");
            case "DELETE", "TRUNCATE" -> true;
            case "ALTER" -> words.contains("DROP") || words.contains("TRUNCATE");
            case "CREATE" -> words.size() > 2 && words.get(1).equals("OR") && words.contains("TABLE");
            case "WITH" -> words.contains("DELETE");
            default -> false;
        };
    }

    private static String shortened(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
