package org.pimtools.dbmigrate.script;

/** Which way a script moves a module's database. */
public enum Direction {
    /** Up: a {@code V<n>__….sql}. */
    MIGRATE,
    /** Down: a {@code U<n>__….sql}, which takes back what the migration of the same number did. */
    UNDO
}
