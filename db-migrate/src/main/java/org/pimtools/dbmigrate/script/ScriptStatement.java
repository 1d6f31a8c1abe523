package org.pimtools.dbmigrate.script;

/**
 * One statement of a script, as it goes to the server.
 *
 * @param number its place in the script, from 1
 * @param line where it begins in the file, from 1
 * @param sql without the delimiter behind it
 */
public record ScriptStatement(int number, int line, String sql) {
    /** @throws IllegalArgumentException when a number is not positive or there is no text */
    public ScriptStatement {
        if (number < 1 || line < 1 || sql.isBlank()) {
            throw new IllegalArgumentException("not a statement: " + number + " at line " + line);
        }
    }
}
