package org.pimtools.dbmigrate.script;

import java.util.List;
import java.util.Optional;

/** What a statement is, as far as it decides how it is journalled and what can be known of it after a cut. */
public sealed interface StatementKind {
    /** Changes the session only: SET, USE. Repeatable, unless it calls what may write. */
    record Session() implements StatementKind {}

    /** Reads or writes rows. In one transaction with its journal row, unless it writes where there are none. */
    record Data() implements StatementKind {}

    /** SET TRANSACTION without a scope: of the very next transaction, and so belongs together with the statement behind it. */
    record NextTransaction() implements StatementKind {}

    /** Begins the script's own transaction. */
    record Begin() implements StatementKind {}

    /**
     * Ends the script's own transaction and keeps what it did.
     *
     * @param chains true when the next one begins at once
     */
    record Commit(boolean chains) implements StatementKind {}

    /** Takes back the script's own transaction, or a part of it. */
    record Rollback() implements StatementKind {}

    /** SAVEPOINT and RELEASE SAVEPOINT, inside the script's own transaction. */
    record Savepoint() implements StatementKind {}

    /** Changes what the catalogue says of the objects that it names. */
    record Definition(List<ObjectName> objects, Effect effect) implements StatementKind {
        public Definition {
            objects = List.copyOf(objects);
        }
    }

    /** What lives as long as the session: made here and gone with it. */
    record Makes(SessionThing thing) implements StatementKind {}

    /** Ends something that {@link Makes} made. */
    record Ends(List<SessionThing> things) implements StatementKind {
        public Ends {
            things = List.copyOf(things);
        }
    }

    /** Locks tables until they are unlocked, and keeps everything else out, our journal too. */
    record Lock() implements StatementKind {}

    record Unlock() implements StatementKind {}

    /** Runs a routine, which may do anything. */
    record Call(Optional<String> schema, String routine) implements StatementKind {}

    /** Changes nothing that a second time would change again: ANALYZE, FLUSH, GRANT, SET PASSWORD. Ends a transaction. */
    record Harmless() implements StatementKind {}

    /** Anything else. What it did cannot be looked up. */
    record Opaque() implements StatementKind {}

    /** What can be said of a definition that may or may not have taken effect. */
    sealed interface Effect {
        /** The catalogue shows it: changed means done. */
        record Shown() implements Effect {}

        /** All its objects are gone when it is done. */
        record Gone() implements Effect {}

        /** A second time does no harm. */
        record Repeatable() implements Effect {}

        /** Each first name becomes the second, one pair after the other. */
        record Renamed(List<Pair> pairs) implements Effect {
            public Renamed {
                pairs = List.copyOf(pairs);
            }
        }

        /**
         * The catalogue shows it, or looks as before all the same: an event of one time has done its work and is gone, columns have taken
         * each other's names.
         */
        record ShownPerhaps() implements Effect {}

        /**
         * CREATE TABLE … SELECT: the catalogue shows it; that its rows are there too is certain only where the server makes both at once.
         *
         * @param calls true when the SELECT may call what writes elsewhere
         */
        record Filled(boolean calls) implements Effect {}

        /** Moves data and leaves the catalogue as it was. */
        record Hidden() implements Effect {}
    }

    /** Places in {@link Definition#objects}. */
    record Pair(int from, int to) {}

    /** A temporary table or a prepared statement. */
    record SessionThing(String what, String name) {
        static SessionThing temporaryTable(String name) {
            return new SessionThing("temporary table", name);
        }

        static SessionThing preparedStatement(String name) {
            return new SessionThing("prepared statement", name);
        }
    }
}
