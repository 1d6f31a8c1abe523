package org.pimtools.planner.sqlfile;

/** A line does not keep to the grammar of SQL files; the message says why, without the line's text. */
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
        super(message);
    }
}
