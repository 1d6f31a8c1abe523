package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The columns that CREATE TABLE and ALTER TABLE name, from their tokens. Pure. */
final class ColumnNames {
    /** What begins a part of a table's definition that is no column. */
    private static final Set<String> NO_COLUMN = Set.of(
            "PRIMARY",
            "KEY",
            "INDEX",
            "UNIQUE",
            "FULLTEXT",
            "SPATIAL",
            "VECTOR",
            "CONSTRAINT",
            "FOREIGN",
            "CHECK",
            "PARTITION",
            "SYSTEM");

    private ColumnNames() {}

    /** A column's name changed from one to the other; without the one it is added, without the other it is gone. */
    record Change(Optional<String> from, Optional<String> to) {}

    /** Of the definitions in the brackets that begin at a place. */
    static List<String> defined(List<Token> tokens, int open) {
        List<String> names = new ArrayList<>();
        int end = closing(tokens, open);
        for (List<Token> part : Token.betweenCommas(tokens.subList(open + 1, end))) {
            column(part).ifPresent(names::add);
        }
        return names;
    }

    /** The place of the bracket that closes the one at a place; the end for none. */
    static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol('(')) {
                depth++;
            } else if (tokens.get(i).isSymbol(')') && --depth == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    /** What stands behind the table's name in ALTER TABLE does to its columns, in order. */
    static List<Change> changes(List<Token> clauses) {
        List<Change> changes = new ArrayList<>();
        for (List<Token> clause : Token.betweenCommas(clauses)) {
            int at = 1;
            boolean named = at < clause.size() && clause.get(at).is("COLUMN");
            if (named) {
                at++;
            }
            at = behindCondition(clause, at);
            if (clause.isEmpty() || at >= clause.size()) {
                continue;
            }
            if (clause.get(0).is("ADD")) {
                if (clause.get(at).isSymbol('(')) {
                    defined(clause, at).forEach(name -> changes.add(new Change(Optional.empty(), Optional.of(name))));
                } else {
                    column(clause.subList(at, clause.size()))
                            .ifPresent(name -> changes.add(new Change(Optional.empty(), Optional.of(name))));
                }
            } else if (clause.get(0).is("DROP")) {
                column(clause.subList(at, clause.size()))
                        .ifPresent(name -> changes.add(new Change(Optional.of(name), Optional.empty())));
            } else if (clause.get(0).is("CHANGE") && at + 1 < clause.size()) {
                changes.add(new Change(name(clause.get(at)), name(clause.get(at + 1))));
            } else if (clause.get(0).is("RENAME") && named && at + 2 < clause.size()) {
                changes.add(new Change(name(clause.get(at)), name(clause.get(at + 2))));
            }
        }
        return changes;
    }

    private static int behindCondition(List<Token> tokens, int from) {
        int at = from;
        if (at < tokens.size() && tokens.get(at).is("IF")) {
            while (at < tokens.size() && !tokens.get(at).is("EXISTS")) {
                at++;
            }
            at++;
        }
        return at;
    }

    private static Optional<String> column(List<Token> part) {
        if (part.isEmpty()) {
            return Optional.empty();
        }
        Token first = part.get(0);
        boolean other = first.kind() == Token.Kind.WORD
                && (NO_COLUMN.contains(first.text().toUpperCase(Locale.ROOT))
                        || first.is("PERIOD") && part.size() > 1 && part.get(1).is("FOR"));
        return other ? Optional.empty() : name(first);
    }

    private static Optional<String> name(Token token) {
        return token.isIdentifier() ? Optional.of(token.folded()) : Optional.empty();
    }
}
