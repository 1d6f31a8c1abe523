package org.pimtools.common.cli;

import java.util.Locale;

/** When labels are coloured. */
public enum Color {
    /** On a terminal, unless the environment has {@code NO_COLOR}. */
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
