package org.pimtools.dbmigrate.script;

/** Identifiers in statements of our own. */
public final class Names {
    private Names() {}

    /** The identifier in backticks, which stay what they are under every {@code sql_mode}. */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }
}
