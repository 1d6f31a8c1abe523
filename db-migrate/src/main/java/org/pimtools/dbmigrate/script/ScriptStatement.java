package org.pimtools.dbmigrate.script;

import java.util.Objects;

/**
 * One statement of a script, as it goes to the server.
 *
 * @param number its place in the script, from 1
 * @param line where it begins in the file, from 1
 * @param text without the delimiter behind it
 * @param dialect of the session that runs it
 */
public record ScriptStatement(int number, int line, Text text, Dialect dialect) {
    /** Where the text of a statement is. */
    @FunctionalInterface
    public interface Text {
        /** @throws org.pimtools.common.error.ToolException when it is not there any more */
        String sql();
    }

    /** A text in memory. */
    public record Kept(String sql) implements Text {
        /** @throws IllegalArgumentException when there is no text */
        public Kept {
            if (sql.isBlank()) {
                throw new IllegalArgumentException("not a statement");
            }
        }
    }

    /** @throws IllegalArgumentException when a number is not positive */
    public ScriptStatement {
        Objects.requireNonNull(text);
        Objects.requireNonNull(dialect);
        if (number < 1 || line < 1) {
            throw new IllegalArgumentException("not a statement: " + number + " at line " + line);
        }
    }

    /** Read from the file each time where the script is too large to be kept. */
    public String sql() {
        return text.sql();
    }
}
