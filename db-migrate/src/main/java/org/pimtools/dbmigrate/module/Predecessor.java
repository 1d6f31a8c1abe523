package org.pimtools.dbmigrate.module;

import java.util.Objects;

/** The version table of the tool that kept the module's database before; its one row's column holds a whole number. */
public record Predecessor(String table, String column) {
    public Predecessor {
        Objects.requireNonNull(table);
        Objects.requireNonNull(column);
    }
}
