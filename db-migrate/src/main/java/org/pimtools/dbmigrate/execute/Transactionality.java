package org.pimtools.dbmigrate.execute;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.ImplicitCommit;
import org.pimtools.dbmigrate.script.Lexer;
import org.pimtools.dbmigrate.script.ObjectName;
import org.pimtools.dbmigrate.script.SessionNames;
import org.pimtools.dbmigrate.script.StatementFacts;
import org.pimtools.dbmigrate.script.StatementKind;
import org.pimtools.dbmigrate.script.Token;

/**
 * Decides which statements can be taken back by a rollback as a whole: those of which all that they may write, themselves and by
 * triggers, views and routines, across databases, is known and has transactions. What the account cannot see is not known.
 */
final class Transactionality {
    /** What the catalogue has of one table or view: what it is, its triggers, and the text of a view; a text with its sql_mode. */
    private static final List<String> TABLE = List.of(
            "SELECT t.table_type, t.table_schema, t.table_name, e.transactions, t.auto_increment FROM information_schema.tables t"
                    + " LEFT JOIN information_schema.engines e ON e.engine = t.engine WHERE t.table_schema = ? AND t.table_name = ?",
            "SELECT 'TRIGGER', event_object_schema, event_object_table, action_statement, sql_mode"
                    + " FROM information_schema.triggers WHERE event_object_schema = ? AND event_object_table = ?",
            // what computes a default runs with every row, too
            "SELECT 'TRIGGER', table_schema, table_name, column_default, NULL FROM information_schema.columns"
                    + " WHERE column_default LIKE '%(%' AND table_schema = ? AND table_name = ?",
            "SELECT 'VIEW TEXT', table_schema, table_name, view_definition, NULL"
                    + " FROM information_schema.views WHERE table_schema = ? AND table_name = ?");

    private static final int MOST_AT_ONCE = 60;
    /** Marks a row that only says where a table is. */
    private static final String PLACE = "PLACE";
    /** Rows of a trigger. */
    private static final Set<String> ROWS = Set.of("new", "old");

    private enum Type {
        TABLE,
        /** Written by who reads it. */
        SEQUENCE,
        VIEW,
        TRIGGER,
        FUNCTION,
        PROCEDURE
    }

    /**
     * Something of a name.
     *
     * @param safe false when it writes where there are no transactions, or cannot be seen
     * @param facts of its text; empty for a table
     * @param endsTransaction true for a text that may end one
     * @param counted a table whose rows are numbered
     * @param session what its text leaves in the session
     */
    private record Thing(
            Type type,
            boolean safe,
            Optional<StatementFacts> facts,
            boolean endsTransaction,
            Optional<Counters.Table> counted,
            SessionNames session) {
        Thing(Type type, boolean safe, Optional<StatementFacts> facts, boolean endsTransaction) {
            this(type, safe, facts, endsTransaction, Optional.empty(), SessionNames.none());
        }

        /** True for what matters only where the table is written. */
        boolean isOfATable() {
            return type == Type.TABLE || type == Type.TRIGGER;
        }
    }

    private final LockedDatabase held;
    /** By their names as the server has them, which may differ in capitals only. */
    private final Set<String> databases = new TreeSet<>();

    private final Map<String, List<Thing>> known = new HashMap<>();
    private final Map<StatementFacts, Boolean> judged = new IdentityHashMap<>();
    private final Map<StatementFacts, Traces> traces = new IdentityHashMap<>();
    private final Map<String, Thing> temporary = new HashMap<>();
    /** The databases of each folded name. */
    private Optional<Map<String, List<String>>> visible = Optional.empty();

    private final VisibleTriggers triggers;
    private final OrdinaryTables ordinary;
    /** The session's current database. */
    private Optional<String> current;
    /** Whether the session keeps others from looking at its tables. */
    private boolean locked;

    /** @param triggers what is known of the account's rights */
    Transactionality(LockedDatabase held, VisibleTriggers triggers) {
        this.held = held;
        this.triggers = triggers;
        databases.add(held.database());
        current = Optional.of(held.database());
        ordinary = new OrdinaryTables(held, triggers);
    }

    /**
     * Takes in what else decides what a name means, and how it can be looked up.
     *
     * @param database the session's current one
     * @param isLocked whether the session has locked tables
     */
    void session(Optional<String> database, boolean isLocked) {
        if (!database.equals(current)) {
            forgetJudgements();
        }
        current = database;
        locked = isLocked;
        if (database.isPresent() && databases.add(database.get())) {
            changed();
        }
    }

    /** A statement was run that may have changed the objects of these names. */
    void changed(Collection<String> names) {
        names.forEach(known::remove);
        ordinary.forget(names);
        forgetJudgements();
    }

    /** A table was made where there was none. */
    void made(ObjectName table) {
        ordinary.made(table.in(current));
    }

    private void forgetJudgements() {
        judged.clear();
        traces.clear();
    }

    /** A statement was run that may have changed anything. */
    void changed() {
        known.clear();
        forgetJudgements();
        visible = Optional.empty();
        triggers.forget();
        ordinary.forget();
    }

    /** A temporary table was made. */
    void made(String table, boolean hasTransactions) {
        temporary.put(table, new Thing(Type.TABLE, hasTransactions, Optional.empty(), false));
        forgetJudgements();
    }

    /** A temporary table is gone. */
    void gone(String table) {
        temporary.remove(table);
        forgetJudgements();
    }

    /** True for a statement that writes into a temporary table without transactions, which goes with the session. */
    boolean isVolatile(StatementFacts facts) {
        return facts.target()
                .map(target -> temporary.get(target.name().toLowerCase(Locale.ROOT)))
                .filter(table -> !table.safe())
                .isPresent();
    }

    /** True when all that the statement does can be taken back by a rollback. */
    boolean holds(StatementKind kind, StatementFacts facts) throws SQLException {
        Boolean before = judged.get(facts);
        if (before != null) {
            return before;
        }
        boolean holds = !facts.writesFile() && isKnown(kind, facts) && all(facts);
        judged.put(facts, holds);
        return holds;
    }

    /** What the statement writes itself: not known is, for one, a temporary table that a routine has made. */
    private boolean isKnown(StatementKind kind, StatementFacts facts) throws SQLException {
        if (kind instanceof StatementKind.Call call) {
            Set<String> routine = Set.of(call.routine().toLowerCase(Locale.ROOT));
            learn(routine, Optional.empty());
            return things(routine).stream().anyMatch(thing -> thing.type() == Type.PROCEDURE);
        }
        if (facts.target().isEmpty() || writesOrdinaryTable(facts)) {
            return true;
        }
        learn(facts.names(), facts.target());
        return things(facts.names()).stream()
                .anyMatch(thing -> thing.type() == Type.TABLE || thing.type() == Type.VIEW);
    }

    /** True when the statement writes a single table and reaches nothing else. */
    private boolean writesOrdinaryTable(StatementFacts facts) throws SQLException {
        if (!facts.nothingElse() || locked) {
            return false;
        }
        ObjectName table = facts.target().orElseThrow().in(current);
        return table.schema().isPresent()
                && !temporary.containsKey(table.name().toLowerCase(Locale.ROOT))
                && ordinary.has(table);
    }

    private boolean all(StatementFacts statement) throws SQLException {
        Reached reached = reached(statement);
        return reached.visible()
                && reached.things().stream()
                        .allMatch(
                                thing -> thing.safe() && !(thing.type() == Type.PROCEDURE && thing.endsTransaction()));
    }

    /**
     * What a statement may leave behind that a rollback does not take back.
     *
     * @param counted the tables with numbered rows that it may write
     * @param session variables of the session that the routines and triggers behind it name
     */
    record Traces(Set<Counters.Table> counted, SessionNames session) {}

    Traces traces(StatementFacts statement) throws SQLException {
        Traces found = traces.get(statement);
        if (found == null) {
            Set<Counters.Table> counted = new LinkedHashSet<>();
            SessionNames session = SessionNames.none();
            for (Thing thing : reached(statement).things()) {
                thing.counted().ifPresent(counted::add);
                session = session.with(thing.session());
            }
            found = new Traces(counted, session);
            traces.put(statement, found);
        }
        return found;
    }

    /** Whether a statement calls a stored function or asks a sequence, itself or by a view. */
    boolean writesByReading(StatementFacts statement) throws SQLException {
        Reached reached = reached(statement);
        return !reached.visible()
                || reached.things().stream()
                        .anyMatch(thing -> thing.type() == Type.FUNCTION || thing.type() == Type.SEQUENCE);
    }

    /** @param visible false when a text names a database that cannot be seen */
    private record Reached(List<Thing> things, boolean visible) {}

    private static final Reached NOTHING_ELSE = new Reached(List.of(), true);

    /** Follows the names to the end; begins again when that leads into another database. */
    private Reached reached(StatementFacts statement) throws SQLException {
        if (writesOrdinaryTable(statement)) {
            return NOTHING_ELSE;
        }
        int before;
        Reached reached;
        do {
            before = databases.size();
            reached = follow(statement);
        } while (databases.size() > before);
        return reached;
    }

    /** All texts that are as far away are looked up at once, so that the number of looks depends on nothing but that distance. */
    private Reached follow(StatementFacts statement) throws SQLException {
        Set<String> seen = new HashSet<>();
        Set<String> seenRead = new HashSet<>();
        List<Thing> things = new ArrayList<>();
        boolean isVisible = true;
        List<StatementFacts> texts = List.of(statement);
        while (!texts.isEmpty()) {
            Set<String> written = new TreeSet<>();
            Set<String> read = new TreeSet<>();
            for (StatementFacts facts : texts) {
                isVisible &= reaches(facts, facts == statement);
                for (String name : facts.names()) {
                    (facts.reads(name) ? read : written).add(name);
                }
            }
            written.removeIf(name -> !seen.add(name));
            read.removeIf(name -> !seenRead.add(name));
            Set<String> all = new TreeSet<>(written);
            all.addAll(read);
            learn(all, Optional.empty());
            List<Thing> found = new ArrayList<>(things(written));
            things(read).stream().filter(thing -> !thing.isOfATable()).forEach(found::add);
            things.addAll(found);
            texts = found.stream().flatMap(thing -> thing.facts().stream()).toList();
        }
        return new Reached(things, isVisible);
    }

    /** Takes in the databases that a text names; false when one of them cannot be seen. */
    private boolean reaches(StatementFacts facts, boolean itself) throws SQLException {
        boolean all = true;
        boolean more = false;
        for (String qualifier : facts.qualifiers()) {
            if (visible().containsKey(qualifier)) {
                more |= databases.addAll(visible().get(qualifier));
            } else {
                all &= itself || ROWS.contains(qualifier);
            }
        }
        if (more) {
            known.clear();
        }
        return all;
    }

    private Map<String, List<String>> visible() throws SQLException {
        if (visible.isEmpty()) {
            visible = Optional.of(held.read(side -> {
                Map<String, List<String>> names = new HashMap<>();
                try (PreparedStatement select =
                                side.prepareStatement("SELECT schema_name FROM information_schema.schemata");
                        ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        names.computeIfAbsent(row.getString(1).toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                                .add(row.getString(1));
                    }
                }
                return names;
            }));
        }
        return visible.get();
    }

    /** @param likely a table that is likely to be there, and is looked up at once */
    private void learn(Set<String> names, Optional<ObjectName> likely) throws SQLException {
        List<String> unknown =
                names.stream().filter(name -> !known.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            unknown.forEach(name -> known.put(name, new ArrayList<>()));
            held.read(side -> {
                load(side, unknown, likely);
                return null;
            });
        }
    }

    /** @param names that were learned */
    private List<Thing> things(Set<String> names) {
        List<Thing> things = new ArrayList<>();
        for (String name : names) {
            things.addAll(known.get(name));
            Optional.ofNullable(temporary.get(name)).ifPresent(things::add);
        }
        return things;
    }

    /** Where a table is, by database and name. */
    private record Place(String schema, String name) {}

    private void load(Connection side, List<String> names, Optional<ObjectName> likely) throws SQLException {
        triggers.read(side);
        List<Place> at = likely.map(table -> new Place(table.schema().orElseGet(held::database), table.name())).stream()
                .toList();
        List<Place> found = new ArrayList<>();
        // a single name behind an equals sign is looked up as it is written, and these are folded
        String named = "_name IN (''"
                + names.stream().map(name -> ", " + literal(name)).collect(Collectors.joining()) + ")";
        List<String> selects = new ArrayList<>(List.of(
                "SELECT '" + PLACE
                        + "', table_schema, table_name, NULL, NULL FROM information_schema.tables WHERE table"
                        + inDatabases() + " AND table" + named,
                "SELECT routine_type, NULL, routine_name, routine_definition, sql_mode FROM information_schema.routines"
                        + " WHERE routine" + inDatabases() + " AND routine" + named));
        selects.addAll(tables(at));
        query(side, selects, row -> {
            if (row.getString(1).equals(PLACE)) {
                found.add(new Place(row.getString(2), row.getString(3)));
            } else {
                thing(row);
            }
        });
        found.removeAll(at);
        if (!found.isEmpty()) {
            query(side, tables(found), this::thing);
        }
    }

    /** The server opens no more than the one database where it is named with an equals sign. */
    private String inDatabases() {
        return databases.size() == 1
                ? "_schema = " + literal(databases.iterator().next())
                : databases.stream()
                        .map(Transactionality::literal)
                        .collect(Collectors.joining(", ", "_schema IN (", ")"));
    }

    /** Each by its own name: asked for in a list, the server would open all tables of the database. */
    private static List<String> tables(List<Place> places) {
        return places.stream()
                .flatMap(place -> TABLE.stream()
                        .map(select -> select.replaceFirst("\\?", Matcher.quoteReplacement(literal(place.schema())))
                                .replaceFirst("\\?$", Matcher.quoteReplacement(literal(place.name())))))
                .toList();
    }

    /** As a session of our own reads it. */
    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private void thing(ResultSet row) throws SQLException {
        String kind = row.getString(1);
        switch (kind) {
            case "FUNCTION" -> text(Type.FUNCTION, row);
            case "PROCEDURE", "PACKAGE", "PACKAGE BODY" -> text(Type.PROCEDURE, row);
            case "TRIGGER" -> text(Type.TRIGGER, row);
            case "VIEW TEXT" -> text(Type.VIEW, row);
            case "VIEW", "SYSTEM VIEW" -> {}
            default -> table(kind, row);
        }
    }

    private void table(String type, ResultSet row) throws SQLException {
        boolean safe = type.equals("BASE TABLE") || type.equals("SYSTEM VERSIONED");
        boolean seen = triggers.of(row.getString(2), row.getString(3));
        at(row.getString(3))
                .add(new Thing(
                        type.equals("SEQUENCE") ? Type.SEQUENCE : Type.TABLE,
                        safe && seen && "YES".equals(row.getString(4)),
                        Optional.empty(),
                        false,
                        row.getString(5) == null
                                ? Optional.empty()
                                : Optional.of(new Counters.Table(row.getString(2), row.getString(3))),
                        SessionNames.none()));
    }

    private void text(Type type, ResultSet row) throws SQLException {
        String name = row.getString(3);
        String text = row.getString(4);
        String mode = row.getString(5);
        if (text == null || text.isBlank()) {
            at(name).add(new Thing(type, false, Optional.empty(), true));
            return;
        }
        List<Token> tokens = Lexer.tokens(text, Dialect.NEWEST.in(mode == null ? "" : mode));
        at(name).add(new Thing(
                type,
                true,
                Optional.of(StatementFacts.of(tokens)),
                ImplicitCommit.mayBeIn(tokens),
                Optional.empty(),
                SessionNames.ofProgram(tokens)));
    }

    private List<Thing> at(String name) {
        return known.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>());
    }

    private interface Consumer {
        void accept(ResultSet row) throws SQLException;
    }

    /**
     * Sends many before the first answer is read, no more than fit into a buffer of the network. As one UNION they would fill a table on
     * the server's disk.
     */
    private static void query(Connection connection, List<String> selects, Consumer consumer) throws SQLException {
        for (int from = 0; from < selects.size(); from += MOST_AT_ONCE) {
            atOnce(connection, selects.subList(from, Math.min(from + MOST_AT_ONCE, selects.size())), consumer);
        }
    }

    private static void atOnce(Connection connection, List<String> selects, Consumer consumer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String select : selects) {
                statement.addBatch(select);
            }
            statement.executeBatch();
            for (int i = 0; i < selects.size(); i++) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    consumer.accept(rows);
                }
                statement.getMoreResults();
            }
        } catch (BatchUpdateException e) {
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
    }
}
