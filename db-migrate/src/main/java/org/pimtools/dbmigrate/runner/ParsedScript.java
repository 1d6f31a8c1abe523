package org.pimtools.dbmigrate.runner;

import java.util.List;
import org.pimtools.dbmigrate.script.Script;

/** A script with what its statements are. Statements are numbered from 1. */
record ParsedScript(
        Script script, List<List<Token>> tokens, List<StatementKind> kinds, SessionNames names, Chain chain) {
    static ParsedScript of(Script script) {
        List<List<Token>> tokens = script.statements().stream()
                .map(statement -> Lexer.tokens(statement.sql()))
                .toList();
        return new ParsedScript(
                script,
                tokens,
                tokens.stream().map(Classifier::classify).toList(),
                SessionNames.of(tokens),
                new Chain(script.statements()));
    }

    int size() {
        return kinds.size();
    }

    StatementKind kind(int number) {
        return kinds.get(number - 1);
    }

    List<Token> tokens(int number) {
        return tokens.get(number - 1);
    }

    String sql(int number) {
        return script.statements().get(number - 1).sql();
    }

    /** True for a statement that asks what the one before it did to how many rows. */
    boolean countsRows(int number) {
        return tokens(number).stream().anyMatch(token -> token.is("ROW_COUNT") || token.is("FOUND_ROWS"));
    }
}
