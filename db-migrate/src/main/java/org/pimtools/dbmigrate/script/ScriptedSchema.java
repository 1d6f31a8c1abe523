package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What scripts would make of an empty database, as far as their text tells: tables with their columns, views and routines. Names are
 * folded. Nothing is run. Pure.
 */
public final class ScriptedSchema {
    private static final Set<String> CHANGES_SOMETHING =
            Set.of("create", "alter", "drop", "rename", "execute", "immediate", "call");

    private final String database;
    private final Map<String, Set<String>> tables = new TreeMap<>();
    private final Set<String> views = new TreeSet<>();
    /** With whether what they do is known not to change a schema. */
    private final Map<String, Boolean> routines = new TreeMap<>();

    private final List<String> unknown = new ArrayList<>();

    /** @param database the one in which the scripts run */
    public ScriptedSchema(String database) {
        this.database = database;
    }

    /** One script more. */
    public void run(Script script) {
        Optional<String> current = Optional.of(database);
        Set<String> temporary = new HashSet<>();
        for (ScriptStatement statement : script.statements()) {
            List<Token> tokens = Lexer.tokens(statement.sql(), statement.dialect());
            StatementKind kind = statement.kind();
            if (tokens.size() > 1 && tokens.get(0).is("USE")) {
                current = Optional.of(tokens.get(1).text());
            } else if (kind instanceof StatementKind.Makes makes) {
                temporary.add(makes.thing().name());
            } else if (kind instanceof StatementKind.Definition definition) {
                define(definition, tokens, current, temporary);
            } else if (mayDefine(kind, tokens)) {
                unknown.add("statement " + statement.number() + " (line " + statement.line() + ") of " + script.file());
            }
        }
    }

    /** A script that cannot be read. */
    public void unreadable(String file) {
        unknown.add(file);
    }

    private boolean mayDefine(StatementKind kind, List<Token> tokens) {
        return kind instanceof StatementKind.Call call
                ? !routines.getOrDefault(call.routine().toLowerCase(Locale.ROOT), false)
                : kind instanceof StatementKind.Opaque && changesSomething(tokens);
    }

    private static boolean changesSomething(List<Token> tokens) {
        return tokens.stream()
                .anyMatch(token -> token.kind() == Token.Kind.WORD && CHANGES_SOMETHING.contains(token.folded()));
    }

    private void define(
            StatementKind.Definition definition, List<Token> tokens, Optional<String> current, Set<String> temporary) {
        List<ObjectName> objects = definition.objects().stream()
                .map(object -> object.in(current))
                .filter(object ->
                        object.schema().filter(database::equalsIgnoreCase).isPresent())
                .toList();
        if (objects.size() < definition.objects().size()) {
            // in another database
            return;
        }
        String verb = tokens.get(0).folded();
        ObjectName first = objects.get(0);
        String name = folded(first);
        if (verb.equals("rename") && definition.effect() instanceof StatementKind.Effect.Renamed renamed) {
            renamed.pairs().forEach(pair -> rename(folded(objects.get(pair.from())), folded(objects.get(pair.to()))));
        } else if (verb.equals("drop") && !isOfAnIndex(tokens)) {
            objects.forEach(object -> drop(object, temporary));
        } else if (verb.equals("create") && !isOfAnIndex(tokens)) {
            create(first, tokens);
        } else if (verb.equals("alter") && first.type() == ObjectName.Type.TABLE && tables.containsKey(name)) {
            ColumnNames.changes(clauses(tokens, name)).forEach(change -> {
                change.from().ifPresent(tables.get(name)::remove);
                change.to().ifPresent(tables.get(name)::add);
            });
            if (objects.size() > 1) {
                rename(name, folded(objects.get(1)));
            }
        }
    }

    private static boolean isOfAnIndex(List<Token> tokens) {
        return tokens.stream()
                .limit(5)
                .takeWhile(token -> !token.is("TABLE") && !token.is("VIEW"))
                .anyMatch(token -> token.is("INDEX"));
    }

    private void create(ObjectName object, List<Token> tokens) {
        String name = folded(object);
        switch (object.type()) {
            case TABLE -> tables.putIfAbsent(name, columns(tokens, name));
            case VIEW -> views.add(name);
            case PROCEDURE, FUNCTION -> routines.put(name, !changesSomething(clauses(tokens, name)));
            case SEQUENCE, TRIGGER, EVENT, PACKAGE, DATABASE -> {}
        }
    }

    /** Those that are written; of SELECT none, of LIKE those of the other table. */
    private Set<String> columns(List<Token> tokens, String name) {
        List<Token> behind = clauses(tokens, name);
        for (int i = 0; i < Math.min(2, behind.size()); i++) {
            if (behind.get(i).is("LIKE") && i + 1 < behind.size()) {
                String other = behind.get(
                                behind.size() > i + 3 && behind.get(i + 2).isSymbol('.') ? i + 3 : i + 1)
                        .folded();
                return new TreeSet<>(tables.getOrDefault(other, Set.of()));
            }
        }
        return behind.isEmpty() || !behind.get(0).isSymbol('(') || behind.get(1).is("SELECT")
                ? new TreeSet<>()
                : new TreeSet<>(ColumnNames.defined(behind, 0));
    }

    /** What stands behind the first use of the name. */
    private static List<Token> clauses(List<Token> tokens, String name) {
        for (int i = 1; i < tokens.size(); i++) {
            boolean qualifies = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('.');
            if (!qualifies
                    && tokens.get(i).isIdentifier()
                    && tokens.get(i).folded().equals(name)) {
                return tokens.subList(i + 1, tokens.size());
            }
        }
        return List.of();
    }

    private void drop(ObjectName object, Set<String> temporary) {
        String name = folded(object);
        switch (object.type()) {
            case TABLE -> {
                if (!temporary.remove(name)) {
                    tables.remove(name);
                }
            }
            case VIEW -> views.remove(name);
            case PROCEDURE, FUNCTION -> routines.remove(name);
            case SEQUENCE, TRIGGER, EVENT, PACKAGE, DATABASE -> {}
        }
    }

    private void rename(String from, String to) {
        Set<String> columns = tables.remove(from);
        if (columns != null) {
            tables.put(to, columns);
        } else if (views.remove(from)) {
            views.add(to);
        }
    }

    private static String folded(ObjectName object) {
        return object.name().toLowerCase(Locale.ROOT);
    }

    /** All of it now: {@code table t}, {@code column t.c}, {@code view v}, {@code routine r}. */
    public Set<String> objects() {
        Set<String> all = new TreeSet<>();
        tables.forEach((table, columns) -> {
            all.add("table " + table);
            columns.forEach(column -> all.add("column " + table + "." + column));
        });
        views.forEach(view -> all.add("view " + view));
        routines.keySet().forEach(routine -> all.add("routine " + routine));
        return all;
    }

    /** Statements and scripts of which it is not known what they make. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }
}
