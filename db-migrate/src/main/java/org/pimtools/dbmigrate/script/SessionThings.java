package org.pimtools.dbmigrate.script;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.dbmigrate.script.StatementKind.SessionThing;

/** What lives only in the session behind the first statements of a script: temporary tables, prepared statements, table locks. */
public record SessionThings(Set<SessionThing> alive, boolean locked) {
    public static SessionThings behind(List<StatementKind> statements) {
        Set<SessionThing> alive = new LinkedHashSet<>();
        boolean locked = false;
        for (StatementKind statement : statements) {
            if (statement instanceof StatementKind.Makes makes) {
                alive.add(makes.thing());
            } else if (statement instanceof StatementKind.Ends ends) {
                ends.things().forEach(alive::remove);
            } else if (statement instanceof StatementKind.Definition definition
                    && !(definition.effect() instanceof StatementKind.Effect.Shown)) {
                definition.objects().stream()
                        .map(object -> SessionThing.temporaryTable(object.name().toLowerCase(java.util.Locale.ROOT)))
                        .forEach(alive::remove);
            }
            locked = locks(statement, locked);
        }
        return new SessionThings(alive, locked);
    }

    /** Whether tables are locked behind the statement. */
    public static boolean locks(StatementKind statement, boolean before) {
        return statement instanceof StatementKind.Lock
                || before
                        && !(statement instanceof StatementKind.Unlock)
                        && !(statement instanceof StatementKind.Begin);
    }

    /** What the remaining statements would miss in a fresh session, and what would have to stand in front of them again. */
    public Optional<String> missedBy(List<StatementKind> kinds, List<List<Token>> remaining) {
        if (locked
                && !kinds.isEmpty()
                && !(kinds.get(0) instanceof StatementKind.Unlock)
                && !(kinds.get(0) instanceof StatementKind.Lock)) {
            return Optional.of("the LOCK TABLES");
        }
        for (SessionThing thing : alive) {
            for (int i = 0; i < kinds.size(); i++) {
                if (begins(kinds.get(i), thing) || ends(kinds.get(i), thing)) {
                    break;
                }
                if (remaining.get(i).stream()
                        .anyMatch(
                                token -> token.isIdentifier() && token.folded().equals(thing.name()))) {
                    return Optional.of("the statements that make and fill the " + thing.what() + " " + thing.name());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean begins(StatementKind kind, SessionThing thing) {
        return kind instanceof StatementKind.Makes makes && makes.thing().equals(thing);
    }

    private static boolean ends(StatementKind kind, SessionThing thing) {
        return kind instanceof StatementKind.Ends ends && ends.things().contains(thing);
    }
}
