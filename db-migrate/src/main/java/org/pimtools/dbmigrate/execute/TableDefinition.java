package org.pimtools.dbmigrate.execute;

import java.util.List;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Lexer;
import org.pimtools.dbmigrate.script.Token;

/**
 * What {@code SHOW CREATE TABLE} says of a table, as far as it decides whether rows can be taken back.
 *
 * @param hasTransactions true for an InnoDB table
 * @param isOrdinary the same, without rows that are numbered and without values from sequences
 */
record TableDefinition(boolean hasTransactions, boolean isOrdinary) {
    private static final TableDefinition UNKNOWN = new TableDefinition(false, false);

    /** @param text from a session that quotes names by backticks; of a view, or of anything else, nothing is known */
    static TableDefinition of(String text) {
        List<Token> tokens = Lexer.tokens(text, Dialect.NEWEST.in(""));
        int body = 0;
        while (body < tokens.size() && !tokens.get(body).isSymbol('(')) {
            body++;
        }
        int end = end(tokens, body);
        boolean isInnoDb = end + 2 < tokens.size()
                && tokens.get(0).is("CREATE")
                && tokens.subList(1, body).stream().anyMatch(token -> token.is("TABLE"))
                && tokens.get(end).is("ENGINE")
                && tokens.get(end + 2).is("InnoDB");
        if (!isInnoDb) {
            return UNKNOWN;
        }
        boolean isSequence = tokens.subList(end, tokens.size()).stream().anyMatch(token -> token.is("SEQUENCE"));
        boolean hasNumbers = tokens.subList(body, end).stream()
                .anyMatch(token -> token.is("AUTO_INCREMENT") || token.folded().equals("nextval"));
        return new TableDefinition(true, !isSequence && !hasNumbers);
    }

    /** The place behind the bracket that closes the one at the beginning of the body. */
    private static int end(List<Token> tokens, int body) {
        int depth = 0;
        for (int i = body; i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol('(')) {
                depth++;
            } else if (tokens.get(i).isSymbol(')') && --depth == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }
}
