package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A piece of SQL that means something: comments and spaces are left out, an executable comment's content is kept.
 *
 * @param text a quoted identifier's or a string's content, a variable's name without its {@code @}; else as written
 */
public record Token(Kind kind, String text) {
    public enum Kind {
        /** A keyword or an identifier without quotes. */
        WORD,
        /** An identifier in quotes. */
        QUOTED,
        /** Of a long one, the beginning. */
        STRING,
        /** A text in double quotes where {@code ANSI_QUOTES} is not known to be set; without a backslash. */
        DOUBLE_QUOTED,
        NUMBER,
        /** {@code @name}. */
        USER_VARIABLE,
        /** {@code @@name}, with {@code session.} and the like if written. */
        SYSTEM_VARIABLE,
        /** One character. */
        SYMBOL
    }

    public boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    public boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** True for what may be a text, wherever an identifier cannot stand. */
    boolean isText() {
        return kind == Kind.STRING || kind == Kind.DOUBLE_QUOTED;
    }

    /** True for what may be an identifier, wherever a string cannot stand. */
    public boolean isIdentifier() {
        return kind == Kind.WORD || kind == Kind.QUOTED || kind == Kind.DOUBLE_QUOTED;
    }

    /** As MariaDB compares identifiers: without regard to case. */
    public String folded() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** What stands between the commas outside of brackets; one empty list for no tokens. */
    public static List<List<Token>> betweenCommas(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || depth == 0 && tokens.get(i).isSymbol(',')) {
                parts.add(tokens.subList(begin, i));
                begin = i + 1;
            } else if (tokens.get(i).isSymbol('(')) {
                depth++;
            } else if (tokens.get(i).isSymbol(')')) {
                depth--;
            }
        }
        return parts;
    }
}
