package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.List;

/** What the splitter makes of a text. */
final class Splits {
    static final Dialect DIALECT = new Dialect(101_119, false, false);

    private final List<StatementSplitter.Found> statements = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Splits() {}

    static Splits of(String text) {
        return of(text, DIALECT);
    }

    static Splits of(String text, Dialect dialect) {
        Splits splits = new Splits();
        StatementSplitter splitter = new StatementSplitter(dialect, new StatementSplitter.Sink() {
            @Override
            public void statement(StatementSplitter.Found statement) {
                splits.statements.add(statement);
            }

            @Override
            public void fault(int line, String message) {
                splits.faults.add(line + ": " + message);
            }
        });
        for (String line : text.split("\n", -1)) {
            splitter.line(line, 0);
        }
        splitter.end();
        return splits;
    }

    List<StatementSplitter.Found> statements() {
        return statements;
    }

    List<String> texts() {
        return statements.stream().map(StatementSplitter.Found::sql).toList();
    }

    /** Each with its line before it. */
    List<String> faults() {
        return faults;
    }
}
