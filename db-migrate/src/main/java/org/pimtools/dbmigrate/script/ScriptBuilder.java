package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes in the statements of a script, one after the other, and reads the text of each once. */
public final class ScriptBuilder {
    /** Longer ones are mostly values. */
    private static final int LONGEST_OUTLINE = 200;

    /** What the tokens of a statement say: the same for all that differ in their values only. */
    private record Outline(StatementKind kind, StatementFacts facts, Optional<String> unfit) {}

    private final List<ScriptStatement> statements = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();
    private final SessionNames names = SessionNames.none();
    private final Map<List<Token>, Outline> outlines = new HashMap<>();
    private final Map<StatementFacts, StatementFacts> same = new HashMap<>();
    private final Chain chain = new Chain();

    /**
     * Takes in the next statement.
     *
     * @param line where it begins in the file, from 1
     * @param text where the same text is found later
     */
    public void add(int line, String sql, ScriptStatement.Text text, Dialect dialect) {
        int number = statements.size() + 1;
        List<Token> tokens = Lexer.outline(sql, dialect);
        Outline outline =
                tokens.size() > LONGEST_OUTLINE ? outline(tokens) : outlines.computeIfAbsent(tokens, this::outline);
        statements.add(
                new ScriptStatement(number, line, text, dialect, outline.kind(), outline.facts(), chain.add(sql)));
        outline.unfit().ifPresent(fault -> unfit.add("statement " + number + " (line " + line + ") " + fault));
    }

    private Outline outline(List<Token> tokens) {
        names.add(tokens);
        return new Outline(
                Classifier.classify(tokens),
                same.computeIfAbsent(StatementFacts.of(tokens), found -> found),
                Preflight.refused(tokens));
    }

    /** A script of all that was taken in. */
    public Script build(
            Direction direction, Version version, String description, String file, int checksum, boolean suspicious) {
        return new Script(direction, version, description, file, checksum, statements, names, unfit, suspicious);
    }
}
