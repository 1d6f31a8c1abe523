package org.pimtools.dbmigrate.script;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names and texts in statements of our own. */
public final class Names {
    private Names() {}

    /** The identifier in backticks, which stay what they are under every {@code sql_mode}. */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    /** The text as a value that every session reads alike, in ASCII; {@code NULL} for none. */
    public static String text(String text) {
        return text == null
                ? "NULL"
                : "CONVERT(X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' USING utf8mb4)";
    }
}
