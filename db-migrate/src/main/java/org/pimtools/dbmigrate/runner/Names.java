package org.pimtools.dbmigrate.runner;

/** Identifiers in statements of our own. */
final class Names {
    private Names() {}

    /** The identifier in backticks, which stay what they are under every {@code sql_mode}. */
    static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }
}
