package org.pimtools.dbmigrate.script;

import java.util.AbstractList;
import java.util.List;

/** The tokens of a script's statements, taken when they are asked for: those of a whole script need not fit into memory. For one thread. */
final class LexedStatements extends AbstractList<List<Token>> {
    private final List<ScriptStatement> statements;
    private int lastIndex = -1;
    private List<Token> last = List.of();

    LexedStatements(List<ScriptStatement> statements) {
        this.statements = statements;
    }

    @Override
    public List<Token> get(int index) {
        if (index != lastIndex) {
            ScriptStatement statement = statements.get(index);
            last = Lexer.tokens(statement.sql(), statement.dialect());
            lastIndex = index;
        }
        return last;
    }

    @Override
    public int size() {
        return statements.size();
    }
}
