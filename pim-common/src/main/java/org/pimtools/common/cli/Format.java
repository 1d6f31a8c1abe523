package org.pimtools.common.cli;

import java.util.Locale;

/** How a command answers: text for people, or one JSON envelope for programs. */
public enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
