package org.pimtools.dbmigrate.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * How deep one statement is in blocks that hold other statements, such as the body of a routine; fed piece by piece, each up to a
 * semicolon. A word opens or ends a block only where a statement can begin, so that columns called {@code end} do not.
 */
final class Blocks {
    private static final Set<String> PROGRAMS = Set.of("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE");
    /** What can stand between CREATE and what it creates, beside the account behind DEFINER. */
    private static final Set<String> OTHER_OBJECTS =
            Set.of("TABLE", "VIEW", "DATABASE", "SCHEMA", "INDEX", "USER", "ROLE", "SEQUENCE", "SERVER", "TABLESPACE");

    private static final Set<String> OPENING = Set.of("BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR");
    /** A statement begins behind these, inside a block. */
    private static final Set<String> LEADING = Set.of("BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "ATOMIC");
    /** In front of the body of a program. */
    private static final Set<String> BODY_BEHIND =
            Set.of("ROW", "DO", ")", "SQL", "DATA", "DETERMINISTIC", "DEFINER", "INVOKER");

    private enum Block {
        STATEMENTS,
        EXPRESSION
    }

    private final Deque<Block> open = new ArrayDeque<>();
    private boolean begun;
    private boolean program;
    private boolean closable = true;
    private boolean opened;

    /** Takes in the tokens of a piece; the first piece begins the statement. */
    void add(List<Token> tokens) {
        if (!begun) {
            begun = true;
            begin(tokens);
        }
        if (!program) {
            return;
        }
        boolean leading = !open.isEmpty();
        boolean declares = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            declares |= leading && token.is("DECLARE");
            if (opens(tokens, i, leading, declares)) {
                open.push(Block.STATEMENTS);
                opened = true;
            } else if (token.is("CASE") && !isBehind(tokens, i, "END")) {
                open.push(Block.EXPRESSION);
            } else if (token.is("END") && ends(tokens, i, leading)) {
                open.poll();
            }
            leading = open.peek() == Block.STATEMENTS && (isOneOf(token, LEADING) || token.isSymbol(':'));
        }
    }

    private boolean opens(List<Token> tokens, int at, boolean leading, boolean declares) {
        Token token = tokens.get(at);
        if (token.is("BEGIN")) {
            // the body of a handler is behind its conditions, that of a program behind what it is
            return leading
                    || declares
                    || open.isEmpty() && !(at > 0 && tokens.get(at - 1).isSymbol('.'));
        }
        boolean body = open.isEmpty() && (at == 0 || isBodyBehind(tokens.get(at - 1)));
        return isOneOf(token, OPENING) && (leading || body) && isBlock(tokens, at);
    }

    private boolean ends(List<Token> tokens, int at, boolean leading) {
        boolean repeat = at + 1 < tokens.size() && tokens.get(at + 1).is("REPEAT");
        return leading || repeat || open.peek() == Block.EXPRESSION;
    }

    /** Whether a semicolon here ends the statement where it is the delimiter. */
    boolean isClosed() {
        return open.isEmpty();
    }

    /** Whether the server ends the statement at a semicolon here that is not the delimiter. */
    boolean isEnded() {
        return !program || closable && opened && open.isEmpty();
    }

    private void begin(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        Token first = tokens.get(0);
        if (first.is("BEGIN")) {
            program = tokens.size() > 1 && tokens.get(1).is("NOT");
        } else if (first.is("CREATE") || first.is("ALTER")) {
            creates(tokens);
        } else {
            program = isOneOf(first, OPENING);
        }
    }

    private void creates(List<Token> tokens) {
        for (Token token : tokens) {
            if (isOneOf(token, PROGRAMS)) {
                program = true;
                closable = !token.is("PACKAGE");
                return;
            }
            if (isOneOf(token, OTHER_OBJECTS)) {
                return;
            }
        }
    }

    /** Neither {@code IF NOT EXISTS} nor {@code FOR EACH ROW}, nor the word behind END. */
    private static boolean isBlock(List<Token> tokens, int at) {
        Token next = at + 1 < tokens.size() ? tokens.get(at + 1) : tokens.get(at);
        return !(tokens.get(at).is("IF") && (next.is("NOT") || next.is("EXISTS")) && !mentions(tokens, at, "THEN"))
                && !(tokens.get(at).is("FOR") && next.is("EACH"))
                && !isBehind(tokens, at, "END");
    }

    private static boolean isBehind(List<Token> tokens, int at, String word) {
        return at > 0 && tokens.get(at - 1).is(word);
    }

    private static boolean mentions(List<Token> tokens, int from, String word) {
        return tokens.subList(from, tokens.size()).stream().anyMatch(token -> token.is(word));
    }

    private static boolean isBodyBehind(Token token) {
        return token.kind() == Token.Kind.SYMBOL ? BODY_BEHIND.contains(token.text()) : isOneOf(token, BODY_BEHIND);
    }

    private static boolean isOneOf(Token token, Set<String> words) {
        return token.kind() == Token.Kind.WORD && words.contains(token.text().toUpperCase(java.util.Locale.ROOT));
    }
}
