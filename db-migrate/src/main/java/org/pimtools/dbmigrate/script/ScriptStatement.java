package org.pimtools.dbmigrate.script;

import java.util.List;
import java.util.Objects;

/**
 * One statement of a script, as it goes to the server.
 *
 * @param number its place in the script, from 1
 * @param line where it begins in the file, from 1
 * @param text without the delimiter behind it
 * @param dialect of the session that runs it
 * @param facts the same for all statements of the script that name the same
 * @param chain a hash over it and all before it
 */
public record ScriptStatement(
        int number, int line, Text text, Dialect dialect, StatementKind kind, StatementFacts facts, String chain) {
    /** Where the text of a statement is. */
    public interface Text {
        /** @throws org.pimtools.common.error.ToolException when it is not there any more */
        String sql();

        /** Its size, in characters or in bytes of UTF-8, without reading it. */
        int length();
    }

    /** A text in memory. */
    public record Kept(String sql) implements Text {
        /** @throws IllegalArgumentException when there is no text */
        public Kept {
            if (sql.isBlank()) {
                throw new IllegalArgumentException("not a statement");
            }
        }

        @Override
        public int length() {
            return sql.length();
        }
    }

    /** @throws IllegalArgumentException when a number is not positive */
    public ScriptStatement {
        Objects.requireNonNull(text);
        Objects.requireNonNull(dialect);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(chain);
        if (number < 1 || line < 1) {
            throw new IllegalArgumentException("not a statement: " + number + " at line " + line);
        }
    }

    /** Read from the file each time where the script is too large to be kept. */
    public String sql() {
        return text.sql();
    }

    /** Taken from the text each time. */
    public List<Token> tokens() {
        return Lexer.tokens(sql(), dialect);
    }
}
