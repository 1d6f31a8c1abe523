package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a statement into tokens as MariaDB's own lexer does, as far as one must to know what a statement is and what it names.
 * Never fails: what has no end ends with the text.
 */
public final class Lexer {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean inExecutable;
    private Optional<String> open = Optional.empty();

    private Lexer(String sql) {
        this.sql = sql;
    }

    public static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    /** What is begun in the statement and has no end: a string, a quoted name or a comment. */
    public static Optional<String> unclosed(String sql) {
        Lexer lexer = new Lexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.open.isEmpty() && lexer.inExecutable ? Optional.of("comment") : lexer.open;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c) || c == 0) {
            at++;
        } else if (c == '#' || sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ')) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (sql.startsWith("*/", at)) {
            at += 2;
            inExecutable = false;
        } else if (c == '"') {
            int start = at;
            String text = quoted(c, true);
            boolean plain = sql.substring(start, at).indexOf('\\') < 0;
            tokens.add(new Token(plain ? Token.Kind.DOUBLE_QUOTED : Token.Kind.STRING, text));
        } else if (c == '\'') {
            tokens.add(new Token(Token.Kind.STRING, quoted(c, true)));
        } else if (c == '`') {
            tokens.add(new Token(Token.Kind.QUOTED, quoted(c, false)));
        } else if (c == '@') {
            variable();
        } else if (isWordPart(c)) {
            word();
        } else {
            tokens.add(new Token(Token.Kind.SYMBOL, String.valueOf(c)));
            at++;
        }
    }

    /** {@code /*!} and {@code /*M!} hide nothing from MariaDB, so their content is lexed as if it stood there plainly. */
    private void comment() {
        int content = sql.startsWith("/*M!", at) ? at + 4 : sql.startsWith("/*!", at) ? at + 3 : -1;
        if (content < 0) {
            int end = sql.indexOf("*/", at + 2);
            if (end < 0) {
                open = Optional.of("comment");
            }
            at = end < 0 ? sql.length() : end + 2;
            return;
        }
        while (content < sql.length() && Character.isDigit(sql.charAt(content))) {
            content++;
        }
        at = content;
        inExecutable = true;
    }

    private String quoted(char quote, boolean escapes) {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && escapes && at < sql.length()) {
                text.append(sql.charAt(at++));
            } else if (c == quote) {
                if (at < sql.length() && sql.charAt(at) == quote) {
                    text.append(quote);
                    at++;
                } else {
                    return text.toString();
                }
            } else {
                text.append(c);
            }
        }
        open = Optional.of(quote == '`' ? "quoted name" : "string");
        return text.toString();
    }

    private void variable() {
        boolean system = sql.startsWith("@@", at);
        at += system ? 2 : 1;
        if (at < sql.length() && !system && "`'\"".indexOf(sql.charAt(at)) >= 0) {
            tokens.add(new Token(Token.Kind.USER_VARIABLE, quoted(sql.charAt(at), sql.charAt(at) != '`')));
            return;
        }
        int start = at;
        while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        tokens.add(new Token(system ? Token.Kind.SYSTEM_VARIABLE : Token.Kind.USER_VARIABLE, sql.substring(start, at)));
    }

    private void word() {
        int start = at;
        boolean number = true;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            number &= Character.isDigit(sql.charAt(at));
            at++;
        }
        tokens.add(new Token(number ? Token.Kind.NUMBER : Token.Kind.WORD, sql.substring(start, at)));
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80 && !Character.isWhitespace(c);
    }
}
