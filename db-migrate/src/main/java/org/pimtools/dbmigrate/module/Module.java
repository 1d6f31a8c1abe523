package org.pimtools.dbmigrate.module;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.pimtools.common.jdbc.DatabaseSettings;

/**
 * A module of the platform that has a database of its own.
 *
 * @param name as an operator types it
 * @param displayName as the table shows it
 * @param order its place in the list of modules
 * @param migrations the folder of its {@code V<n>__….sql}
 * @param undo the folder of its {@code U<n>__….sql}; need not exist
 * @param predecessor where an earlier tool kept the version, if one did
 * @param strict true when versions are whole numbers without a gap, and nothing that looks like a script is left out
 */
public record Module(
        String name,
        String displayName,
        int order,
        Path migrations,
        Path undo,
        DatabaseSettings database,
        Optional<Predecessor> predecessor,
        boolean strict) {
    public Module {
        Objects.requireNonNull(name);
        Objects.requireNonNull(displayName);
        Objects.requireNonNull(migrations);
        Objects.requireNonNull(undo);
        Objects.requireNonNull(database);
        Objects.requireNonNull(predecessor);
    }
}
