package org.pimtools.dbmigrate.script;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the clauses of an ALTER TABLE make of the names of columns. */
final class ColumnRenames {
    private final Set<String> former = new HashSet<>();
    private final Set<String> given = new HashSet<>();

    private ColumnRenames() {}

    /**
     * Whether a column gets the name that another one gives up, so that the table may be defined as before, and its data are elsewhere.
     *
     * @param clauses of the statement, behind the table's name
     */
    static boolean areReused(List<Token> clauses) {
        ColumnRenames renames = new ColumnRenames();
        Token.betweenCommas(clauses).forEach(renames::take);
        return renames.former.stream().anyMatch(renames.given::contains);
    }

    private void take(List<Token> clause) {
        if (clause.isEmpty()) {
            return;
        }
        boolean adds = clause.get(0).is("ADD");
        boolean renames = clause.get(0).is("RENAME");
        if (!adds && !renames && !clause.get(0).is("CHANGE")) {
            return;
        }
        int at = 1;
        boolean named = at < clause.size() && clause.get(at).is("COLUMN");
        at += named ? 1 : 0;
        if (renames && !named) {
            return;
        }
        while (at < clause.size()
                && (clause.get(at).is("IF")
                        || clause.get(at).is("NOT")
                        || clause.get(at).is("EXISTS"))) {
            at++;
        }
        if (adds) {
            added(clause.subList(at, clause.size()));
            return;
        }
        int to = at + (renames ? 2 : 1);
        if (to < clause.size() && !clause.get(at).folded().equals(clause.get(to).folded())) {
            former.add(clause.get(at).folded());
            given.add(clause.get(to).folded());
        }
    }

    /** {@code ADD a INT} or {@code ADD (a INT, b INT)}. */
    private void added(List<Token> columns) {
        boolean several = !columns.isEmpty() && columns.get(0).isSymbol('(');
        List<Token> rest = several ? columns.subList(1, columns.size()) : columns;
        Token.betweenCommas(rest).stream()
                .filter(column -> !column.isEmpty() && column.get(0).isIdentifier())
                .forEach(column -> given.add(column.get(0).folded()));
    }
}
