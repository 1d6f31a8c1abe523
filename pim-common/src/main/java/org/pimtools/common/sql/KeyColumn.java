package org.pimtools.common.sql;

import java.util.Objects;

/** A column of a table's key, and what it holds. */
public record KeyColumn(String name, KeyCell.Type type) {
    public KeyColumn {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    /** A key column of integers. */
    public static KeyColumn number(String name) {
        return new KeyColumn(name, KeyCell.Type.NUMBER);
    }
}
