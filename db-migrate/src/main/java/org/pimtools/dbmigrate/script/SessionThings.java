package org.pimtools.dbmigrate.script;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.pimtools.dbmigrate.script.StatementKind.SessionThing;

/** What lives only in the session behind the first statements of a script: temporary tables, prepared statements, table locks.
 *
 * @param lockedBy the number of the LOCK TABLES, from 1
 */
public record SessionThings(Set<SessionThing> alive, OptionalInt lockedBy) {
    public static SessionThings behind(List<ScriptStatement> statements) {
        Set<SessionThing> alive = new LinkedHashSet<>();
        OptionalInt lockedBy = OptionalInt.empty();
        for (int i = 0; i < statements.size(); i++) {
            StatementKind statement = statements.get(i).kind();
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
            if (statement instanceof StatementKind.Lock) {
                lockedBy = OptionalInt.of(i + 1);
            } else if (!locks(statement, lockedBy.isPresent())) {
                lockedBy = OptionalInt.empty();
            }
        }
        return new SessionThings(alive, lockedBy);
    }

    /** Whether tables are locked behind the statement. */
    public static boolean locks(StatementKind statement, boolean before) {
        return statement instanceof StatementKind.Lock
                || before
                        && !(statement instanceof StatementKind.Unlock)
                        && !(statement instanceof StatementKind.Begin);
    }

    /** What the remaining statements would miss in a fresh session, and what would have to stand in front of them again. */
    public Optional<String> missedBy(List<ScriptStatement> remaining) {
        for (SessionThing thing : alive) {
            for (ScriptStatement statement : remaining) {
                if (begins(statement.kind(), thing) || ends(statement.kind(), thing)) {
                    break;
                }
                if (statement.facts().names().contains(thing.name())) {
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
