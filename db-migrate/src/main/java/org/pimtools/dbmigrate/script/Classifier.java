package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pimtools.dbmigrate.script.StatementKind.Effect;
import org.pimtools.dbmigrate.script.StatementKind.Pair;
import org.pimtools.dbmigrate.script.StatementKind.SessionThing;

/** Tells of a statement's tokens what kind of statement it is. What it does not know is opaque. */
final class Classifier {
    private static final Map<String, ObjectName.Type> TYPES = Map.ofEntries(
            Map.entry("TABLE", ObjectName.Type.TABLE),
            Map.entry("TABLES", ObjectName.Type.TABLE),
            Map.entry("VIEW", ObjectName.Type.VIEW),
            Map.entry("SEQUENCE", ObjectName.Type.SEQUENCE),
            Map.entry("TRIGGER", ObjectName.Type.TRIGGER),
            Map.entry("PROCEDURE", ObjectName.Type.PROCEDURE),
            Map.entry("FUNCTION", ObjectName.Type.FUNCTION),
            Map.entry("EVENT", ObjectName.Type.EVENT),
            Map.entry("PACKAGE", ObjectName.Type.PACKAGE),
            Map.entry("DATABASE", ObjectName.Type.DATABASE),
            Map.entry("SCHEMA", ObjectName.Type.DATABASE));
    private static final Set<String> OTHER_TYPES =
            Set.of("USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "UNDO", "INSTANCE", "AGGREGATE");

    private static final Set<String> NEXT_TRANSACTION =
            Set.of("tx_isolation", "tx_read_only", "transaction_isolation", "transaction_read_only");

    private final List<Token> tokens;
    private int at;

    private Classifier(List<Token> tokens) {
        this.tokens = tokens;
    }

    static StatementKind classify(List<Token> tokens) {
        if (tokens.isEmpty()) {
            // all of it is for other servers, and this one does nothing
            return new StatementKind.Session();
        }
        int first = 0;
        while (first < tokens.size() && tokens.get(first).isSymbol('(')) {
            first++;
        }
        Classifier classifier = new Classifier(tokens.subList(first, tokens.size()));
        return tokens.size() == first || tokens.get(first).kind() != Token.Kind.WORD
                ? new StatementKind.Opaque()
                : classifier.classify(tokens.get(first).text().toUpperCase(Locale.ROOT));
    }

    private StatementKind classify(String verb) {
        at = 1;
        return switch (verb) {
            case "SET" -> set();
            case "USE", "GET" -> new StatementKind.Session();
            case "INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "DO", "VALUES" -> data();
            case "LOAD" -> word("INDEX") ? new StatementKind.Harmless() : data();
            case "START" -> word("TRANSACTION") ? new StatementKind.Begin() : new StatementKind.Opaque();
            case "BEGIN" -> word("NOT") ? new StatementKind.Opaque() : new StatementKind.Begin();
            case "COMMIT" -> new StatementKind.Commit(chains());
            case "ROLLBACK" -> new StatementKind.Rollback();
            case "SAVEPOINT", "RELEASE" -> new StatementKind.Savepoint();
            case "LOCK" -> new StatementKind.Lock();
            case "UNLOCK" -> new StatementKind.Unlock();
            case "CALL" -> call();
            case "PREPARE" ->
                name().<StatementKind>map(name -> new StatementKind.Makes(
                                SessionThing.preparedStatement(name.last().toLowerCase(Locale.ROOT))))
                        .orElseGet(StatementKind.Opaque::new);
            case "DEALLOCATE" -> deallocate();
            case "CREATE", "ALTER", "DROP" -> definition(verb);
            case "RENAME" -> word("TABLE") || word("TABLES") ? rename() : new StatementKind.Opaque();
            case "TRUNCATE" -> truncate();
            case "ANALYZE" -> tableMaintenance();
            case "SHOW", "EXPLAIN", "DESCRIBE", "DESC" -> new StatementKind.Data();
            case "OPTIMIZE", "REPAIR", "CHECK", "CHECKSUM", "CACHE", "FLUSH", "GRANT" -> new StatementKind.Harmless();
            default -> new StatementKind.Opaque();
        };
    }

    private StatementKind data() {
        return isOne() ? new StatementKind.Data() : new StatementKind.Opaque();
    }

    /** {@code COMMIT AND CHAIN}. */
    private boolean chains() {
        return word("AND") && word("CHAIN") || word("WORK") && word("AND") && word("CHAIN");
    }

    /** False for several in one, as a delimiter of the script's own allows. */
    private boolean isOne() {
        return tokens.stream().noneMatch(token -> token.isSymbol(';'));
    }

    private StatementKind set() {
        if (!isOne()) {
            return new StatementKind.Opaque();
        }
        if (word("STATEMENT")) {
            return behindFor();
        }
        boolean next = word("TRANSACTION")
                || at < tokens.size()
                        && tokens.get(at).kind() == Token.Kind.SYSTEM_VARIABLE
                        && NEXT_TRANSACTION.contains(tokens.get(at).folded());
        if (next) {
            return new StatementKind.NextTransaction();
        }
        List<List<Token>> assignments = Token.betweenCommas(tokens.subList(at, tokens.size()));
        if (assignments.stream().anyMatch(ImplicitCommit::isOfAccounts)) {
            return assignments.size() == 1 ? new StatementKind.Harmless() : new StatementKind.Opaque();
        }
        boolean ofServer = word("GLOBAL")
                || tokens.stream()
                        .anyMatch(token -> token.kind() == Token.Kind.SYSTEM_VARIABLE
                                && token.folded().startsWith("global."));
        boolean computes = tokens.stream()
                .anyMatch(token -> token.isSymbol('(')
                        || token.kind() == Token.Kind.SYSTEM_VARIABLE && tokens.indexOf(token) > 1
                        || token.kind() == Token.Kind.USER_VARIABLE && tokens.indexOf(token) > 1);
        return ofServer && computes ? new StatementKind.Opaque() : new StatementKind.Session();
    }

    /** {@code SET STATEMENT variable = value FOR statement}. */
    private StatementKind behindFor() {
        while (at < tokens.size() && !tokens.get(at).is("FOR")) {
            at++;
        }
        return classify(tokens.subList(Math.min(at + 1, tokens.size()), tokens.size()));
    }

    /** {@code ANALYZE TABLE}; anything else behind ANALYZE is a statement, and is executed. */
    private StatementKind tableMaintenance() {
        if (!word("NO_WRITE_TO_BINLOG")) {
            word("LOCAL");
        }
        return word("TABLE") || word("TABLES") ? new StatementKind.Harmless() : new StatementKind.Opaque();
    }

    private StatementKind call() {
        return name().<StatementKind>map(name -> new StatementKind.Call(name.first(), name.last()))
                .orElseGet(StatementKind.Opaque::new);
    }

    private StatementKind deallocate() {
        if (!word("PREPARE")) {
            return new StatementKind.Opaque();
        }
        return name().<StatementKind>map(name -> new StatementKind.Ends(
                        List.of(SessionThing.preparedStatement(name.last().toLowerCase(Locale.ROOT)))))
                .orElseGet(StatementKind.Opaque::new);
    }

    private StatementKind truncate() {
        word("TABLE");
        return name().<StatementKind>map(name ->
                        new StatementKind.Definition(List.of(name.of(ObjectName.Type.TABLE)), new Effect.Repeatable()))
                .orElseGet(StatementKind.Opaque::new);
    }

    private StatementKind definition(String verb) {
        boolean replaces = word("OR") && word("REPLACE");
        boolean temporary = false;
        boolean index = false;
        Optional<ObjectName.Type> type = Optional.empty();
        while (at < tokens.size() && type.isEmpty()) {
            Token token = tokens.get(at++);
            String word = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
            if (word.equals("TEMPORARY")) {
                temporary = true;
            } else if (word.equals("INDEX")) {
                index = true;
                break;
            } else if (OTHER_TYPES.contains(word) && !word.equals("AGGREGATE")) {
                return new StatementKind.Opaque();
            } else {
                type = Optional.ofNullable(TYPES.get(word));
            }
        }
        if (index) {
            return indexOf();
        }
        if (type.isEmpty()) {
            return new StatementKind.Opaque();
        }
        if (type.get() == ObjectName.Type.PACKAGE && word("BODY")) {
            return new StatementKind.Opaque();
        }
        boolean conditional = word("IF");
        if (conditional) {
            word("NOT");
            word("EXISTS");
        }
        return switch (verb) {
            case "CREATE" -> create(type.get(), temporary, replaces || conditional);
            case "DROP" -> drop(type.get(), temporary, conditional);
            default -> alter(type.get());
        };
    }

    private StatementKind create(ObjectName.Type type, boolean temporary, boolean repeatable) {
        Optional<Name> name = name();
        if (name.isEmpty() || type == ObjectName.Type.FUNCTION && mentions("SONAME")) {
            return new StatementKind.Opaque();
        }
        if (temporary) {
            return new StatementKind.Makes(
                    SessionThing.temporaryTable(name.get().last().toLowerCase(Locale.ROOT)));
        }
        boolean selects = type == ObjectName.Type.TABLE && (mentions("SELECT") || listsRows());
        Effect effect = repeatable && type != ObjectName.Type.EVENT ? new Effect.Repeatable() : new Effect.Shown();
        if (type == ObjectName.Type.EVENT && isOver()) {
            effect = new Effect.ShownPerhaps();
        } else if (selects) {
            effect = new Effect.Filled(callsBehindSelect());
        }
        return new StatementKind.Definition(List.of(name.get().of(type)), effect);
    }

    /** {@code CREATE TABLE … VALUES (…), (…)}; a partition has LESS or IN there. */
    private boolean listsRows() {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("VALUES") && tokens.get(i + 1).isSymbol('(')) {
                return true;
            }
        }
        return false;
    }

    private boolean callsBehindSelect() {
        boolean behind = false;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            behind |= tokens.get(i).is("SELECT");
            if (behind && tokens.get(i).isIdentifier() && tokens.get(i + 1).isSymbol('(')) {
                return true;
            }
        }
        return false;
    }

    /** True for an event that the server drops when its time has come. */
    private boolean isOver() {
        return mentions("AT") || mentions("ENDS");
    }

    private StatementKind drop(ObjectName.Type type, boolean temporary, boolean repeatable) {
        List<Name> names = new ArrayList<>();
        do {
            name().ifPresent(names::add);
        } while (symbol(','));
        if (names.isEmpty()) {
            return new StatementKind.Opaque();
        }
        if (temporary) {
            return new StatementKind.Ends(names.stream()
                    .map(name -> SessionThing.temporaryTable(name.last().toLowerCase(Locale.ROOT)))
                    .toList());
        }
        return new StatementKind.Definition(
                names.stream().map(name -> name.of(type)).toList(),
                repeatable ? new Effect.Repeatable() : new Effect.Gone());
    }

    private StatementKind alter(ObjectName.Type type) {
        Optional<Name> name = name();
        if (name.isEmpty()) {
            return new StatementKind.Opaque();
        }
        waiting(type);
        List<ObjectName> objects = new ArrayList<>(List.of(name.get().of(type)));
        Effect effect = new Effect.Shown();
        if (type == ObjectName.Type.EVENT && isOver()) {
            effect = new Effect.ShownPerhaps();
        } else if (type == ObjectName.Type.TABLE) {
            boolean hidden =
                    mentions("EXCHANGE") || mentions("TABLESPACE") && (mentions("DISCARD") || mentions("IMPORT"));
            if (hidden) {
                effect = new Effect.Hidden();
            } else if (switchesKeys()) {
                effect = new Effect.Repeatable();
            } else if (ColumnRenames.areReused(tokens.subList(at, tokens.size()))) {
                effect = new Effect.ShownPerhaps();
            }
        }
        if (type == ObjectName.Type.TABLE || type == ObjectName.Type.EVENT) {
            newName().ifPresent(renamed -> objects.add(renamed.of(type)));
        }
        return new StatementKind.Definition(objects, effect);
    }

    /** {@code ALTER TABLE t WAIT 5 …}. */
    private void waiting(ObjectName.Type type) {
        if (type == ObjectName.Type.TABLE && word("WAIT")) {
            at++;
        } else if (type == ObjectName.Type.TABLE) {
            word("NOWAIT");
        }
    }

    /** {@code DISABLE KEYS} and {@code ENABLE KEYS}, as every dump has them: not shown, and harmless a second time. */
    private boolean switchesKeys() {
        int size = tokens.size();
        return size > 2
                && tokens.get(size - 1).is("KEYS")
                && (tokens.get(size - 2).is("DISABLE") || tokens.get(size - 2).is("ENABLE"))
                && tokens.stream().noneMatch(token -> token.isSymbol(','));
    }

    /** {@code ALTER TABLE a …, RENAME [TO|AS] b} and {@code ALTER EVENT a … RENAME TO b}, but not RENAME COLUMN or INDEX. */
    private Optional<Name> newName() {
        for (; at < tokens.size(); at++) {
            if (tokens.get(at).is("RENAME")) {
                at++;
                if (!word("COLUMN") && !word("INDEX") && !word("KEY")) {
                    if (!word("TO")) {
                        word("AS");
                    }
                    return name();
                }
            }
        }
        return Optional.empty();
    }

    /** CREATE and DROP INDEX change the table behind ON. */
    private StatementKind indexOf() {
        boolean conditional = false;
        while (at < tokens.size() && !tokens.get(at).is("ON")) {
            conditional |= tokens.get(at++).is("IF");
        }
        at++;
        Optional<Name> table = name();
        if (table.isEmpty()) {
            return new StatementKind.Opaque();
        }
        return new StatementKind.Definition(
                List.of(table.get().of(ObjectName.Type.TABLE)),
                conditional ? new Effect.Repeatable() : new Effect.Shown());
    }

    private StatementKind rename() {
        boolean conditional = word("IF") && word("EXISTS");
        List<ObjectName> objects = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        do {
            Optional<Name> from = name();
            if (word("WAIT")) {
                at++;
            } else {
                word("NOWAIT");
            }
            if (from.isEmpty() || !word("TO")) {
                return new StatementKind.Opaque();
            }
            Optional<Name> to = name();
            if (to.isEmpty()) {
                return new StatementKind.Opaque();
            }
            pairs.add(new Pair(
                    place(objects, from.get().of(ObjectName.Type.TABLE)),
                    place(objects, to.get().of(ObjectName.Type.TABLE))));
        } while (symbol(','));
        return conditional
                ? new StatementKind.Opaque()
                : new StatementKind.Definition(objects, new Effect.Renamed(pairs));
    }

    private static int place(List<ObjectName> objects, ObjectName object) {
        int place = objects.indexOf(object);
        if (place < 0) {
            objects.add(object);
            place = objects.size() - 1;
        }
        return place;
    }

    private record Name(Optional<String> first, String last) {
        ObjectName of(ObjectName.Type type) {
            return new ObjectName(type, first, last);
        }
    }

    private Optional<Name> name() {
        if (at >= tokens.size() || !tokens.get(at).isIdentifier()) {
            return Optional.empty();
        }
        String name = tokens.get(at++).text();
        if (at + 1 < tokens.size()
                && tokens.get(at).isSymbol('.')
                && tokens.get(at + 1).isIdentifier()) {
            at += 2;
            return Optional.of(new Name(Optional.of(name), tokens.get(at - 1).text()));
        }
        return Optional.of(new Name(Optional.empty(), name));
    }

    private boolean word(String word) {
        if (at < tokens.size() && tokens.get(at).is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean symbol(char symbol) {
        if (at < tokens.size() && tokens.get(at).isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean mentions(String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }
}
