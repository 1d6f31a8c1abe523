package org.pimtools.dbmigrate.runner;

import java.util.Locale;

/**
 * A piece of SQL that means something: comments and spaces are left out, an executable comment's content is kept.
 *
 * @param text a quoted identifier's or a string's content, a variable's name without its {@code @}; else as written
 */
record Token(Kind kind, String text) {
    enum Kind {
        /** A keyword or an identifier without quotes. */
        WORD,
        /** An identifier in quotes. */
        QUOTED,
        STRING,
        NUMBER,
        /** {@code @name}. */
        USER_VARIABLE,
        /** {@code @@name}, with {@code session.} and the like if written. */
        SYSTEM_VARIABLE,
        /** One character. */
        SYMBOL
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean isIdentifier() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** As MariaDB compares identifiers: without regard to case. */
    String folded() {
        return text.toLowerCase(Locale.ROOT);
    }
}
