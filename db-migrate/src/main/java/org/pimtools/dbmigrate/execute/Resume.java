package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.execute.Journal.Row;
import org.pimtools.dbmigrate.execute.Journal.State;
import org.pimtools.dbmigrate.script.ObjectName;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.SessionThings;
import org.pimtools.dbmigrate.script.StatementFacts;
import org.pimtools.dbmigrate.script.StatementKind;
import org.pimtools.dbmigrate.script.StatementKind.SessionThing;
import org.pimtools.dbmigrate.script.Token;
import org.pimtools.dbmigrate.script.UserVariables;

/**
 * Where a begun script goes on.
 *
 * @param done how many statements are done, from the first without a gap, as the journal has it
 * @param skipped later ones that are not to be run: they took effect, or end what has ended with the session
 * @param repeated statements that were begun and took no effect
 * @param session the script's, behind what is done; empty when nothing was noted of it
 * @param lockedBy the LOCK TABLES under which the first statement stands
 */
record Resume(
        int done, Set<Integer> skipped, Set<Integer> repeated, Optional<SessionState> session, OptionalInt lockedBy) {
    private static final String LAST_NUMBER = "last_insert_id";

    /** A script of which nothing is done. */
    static final Resume AT_THE_BEGINNING = new Resume(0, Set.of(), Set.of(), Optional.empty(), OptionalInt.empty());

    /** The first statement that will be run; one more than there are for none. */
    int first() {
        int first = done + 1;
        while (skipped.contains(first)) {
            first++;
        }
        return first;
    }

    /**
     * Finds it, and changes nothing.
     *
     * @param side a session of our own
     * @param database the one in which the script began
     *
     * @throws ToolException when it cannot go on, or nobody can tell where
     */
    static Resume find(
            Connection side, Journal journal, long id, String database, Script script, Optional<Answer> answer)
            throws SQLException {
        List<Row> rows = journal.rows(side, id);
        Optional<SessionState> session = journal.session(side, id);
        int done = Journal.done(rows);
        unchanged(script, rows.subList(0, done));
        Optional<String> current =
                session.isPresent() ? Optional.ofNullable(session.get().database()) : Optional.of(database);
        List<Row> begun = rows.subList(done, rows.size()).stream()
                .filter(row -> row.state() == State.INTENT)
                .toList();
        Set<Integer> tookEffect = tookEffect(side, current, script, done, begun, answer);
        Set<Integer> repeated = new TreeSet<>();
        begun.stream()
                .map(Row::number)
                .filter(number -> !tookEffect.contains(number))
                .forEach(repeated::add);
        Resume plain = new Resume(done, tookEffect, repeated, session, OptionalInt.empty());
        Set<Integer> skipped = new TreeSet<>(tookEffect);
        skipped.addAll(endedWithTheSession(script, plain.first()));
        Resume resume = new Resume(
                done, skipped, repeated, session, behind(script, plain.first()).lockedBy());
        resume.missesNothing(script, tookEffect);
        resume.missesNoNumber(side, current, script, tookEffect);
        resume.missesNoVariable(script, tookEffect);
        return resume;
    }

    private static void unchanged(Script script, List<Row> done) {
        for (Row row : done) {
            if (row.number() > script.size()) {
                throw Failures.gone(script, row.number(), done.size());
            }
            if (!row.chain().equals(script.chain(row.number()))) {
                throw Failures.edited(script, row.number());
            }
        }
    }

    /** Of the begun statements those that took effect. */
    private static Set<Integer> tookEffect(
            Connection side,
            Optional<String> database,
            Script script,
            int done,
            List<Row> begun,
            Optional<Answer> answer)
            throws SQLException {
        if (begun.isEmpty()) {
            if (answer.isPresent()) {
                throw ScriptRunner.nothingToResolve();
            }
            return Set.of();
        }
        for (Row row : begun) {
            if (row.number() > script.size()) {
                throw Failures.begunAndGone(script, row.number());
            }
        }
        Set<Integer> numbers = new TreeSet<>();
        begun.forEach(row -> numbers.add(row.number()));
        Recovery.Verdict verdict = begun.size() == 1 && begun.get(0).number() == done + 1
                ? verdict(side, database, script, begun.get(0))
                : Recovery.Verdict.UNKNOWN;
        if (verdict == Recovery.Verdict.UNKNOWN) {
            boolean edited = begun.stream().anyMatch(row -> !row.chain().equals(script.chain(row.number())));
            Answer word = answer.orElseThrow(() -> Failures.unknown(script, numbers, done, edited));
            return word == Answer.DONE ? numbers : Set.of();
        }
        if (answer.isPresent()) {
            throw ScriptRunner.nothingToResolve();
        }
        return verdict == Recovery.Verdict.DONE ? numbers : Set.of();
    }

    /** Of a statement that was edited since, the digests are those of other objects perhaps. */
    private static Recovery.Verdict verdict(Connection side, Optional<String> database, Script script, Row row)
            throws SQLException {
        if (!(script.kind(row.number()) instanceof StatementKind.Definition definition)
                || row.digests().isEmpty()
                || !row.chain().equals(script.chain(row.number()))) {
            return Recovery.Verdict.UNKNOWN;
        }
        return Recovery.judge(
                definition.effect(),
                row.digests().get(),
                Catalogue.digests(side, database, definition.objects()),
                definition.effect() instanceof StatementKind.Effect.Filled && ServerFacts.fillsTablesAtOnce(side));
    }

    /** What only the former session had need not be ended again. */
    private static Set<Integer> endedWithTheSession(Script script, int first) {
        Set<Integer> numbers = new TreeSet<>();
        Set<SessionThing> gone = new HashSet<>(behind(script, first).alive());
        for (int number = first; number <= script.size(); number++) {
            StatementKind kind = script.kind(number);
            if (kind instanceof StatementKind.Makes makes) {
                gone.remove(makes.thing());
            } else if (kind instanceof StatementKind.Ends ends && gone.containsAll(ends.things())) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static SessionThings behind(Script script, int first) {
        return SessionThings.behind(script.statements().subList(0, first - 1));
    }

    private void missesNothing(Script script, Set<Integer> tookEffect) {
        int first = first();
        if (first > script.size()) {
            return;
        }
        behind(script, first)
                .missedBy(script.statements().subList(first - 1, script.size()))
                .ifPresent(missed -> {
                    throw Failures.misses(script, first, missed);
                });
        if (first > 1 && script.countsRows(first)) {
            throw Failures.countsRows(script, first);
        }
        for (int number : tookEffect) {
            int next = number + 1;
            if (next <= script.size() && !skipped.contains(next) && script.countsRows(next)) {
                throw Failures.countsRows(script, next);
            }
        }
    }

    /** The number that a statement gave to a row, and that the session has forgotten, is asked for no more. */
    private void missesNoNumber(Connection side, Optional<String> database, Script script, Set<Integer> tookEffect)
            throws SQLException {
        boolean isForgotten = false;
        for (int number = done + 1; number <= script.size(); number++) {
            StatementKind kind = script.kind(number);
            StatementFacts facts = script.facts(number);
            if (tookEffect.contains(number)) {
                isForgotten |= !(kind instanceof StatementKind.Definition);
            } else if (isForgotten && !skipped.contains(number)) {
                if (facts.names().contains(LAST_NUMBER)) {
                    throw Failures.asksForNumber(script, number);
                }
                isForgotten = !(inserts(script, number) && numbersRows(side, database, facts));
            }
        }
    }

    /** The values that a statement gave to variables, and that the session has forgotten, are not taken. */
    private void missesNoVariable(Script script, Set<Integer> tookEffect) {
        Set<String> forgotten = new TreeSet<>();
        for (int number = done + 1; number <= script.size(); number++) {
            UserVariables variables = UserVariables.of(script.statement(number).tokens());
            if (tookEffect.contains(number)) {
                forgotten.addAll(variables.mayBeSet());
            } else if (!skipped.contains(number)) {
                int uses = number;
                forgotten.stream()
                        .filter(variables.used()::contains)
                        .findFirst()
                        .ifPresent(name -> {
                            throw Failures.asksForVariable(script, uses, name);
                        });
                forgotten.removeAll(variables.surelySet());
            }
        }
    }

    private static boolean inserts(Script script, int number) {
        List<Token> tokens = script.statement(number).tokens();
        return !tokens.isEmpty() && (tokens.get(0).is("INSERT") || tokens.get(0).is("REPLACE"));
    }

    /** True for a statement that writes a table with numbered rows, and does not name the column of their numbers. */
    private static boolean numbersRows(Connection side, Optional<String> database, StatementFacts facts)
            throws SQLException {
        if (facts.target().isEmpty()) {
            return false;
        }
        ObjectName table = facts.target().get().in(database);
        try (PreparedStatement select =
                side.prepareStatement("SELECT LOWER(column_name) FROM information_schema.columns"
                        + " WHERE table_schema = ? AND table_name = ? AND extra LIKE '%auto_increment%'")) {
            select.setString(1, table.schema().orElse(""));
            select.setString(2, table.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && !facts.names().contains(row.getString(1));
            }
        }
    }
}
