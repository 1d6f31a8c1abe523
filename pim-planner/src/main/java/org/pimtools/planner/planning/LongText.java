package org.pimtools.planner.planning;

import org.pimtools.common.sql.SqlLiterals;
import org.pimtools.common.text.Text;

/** Texts of the database that are longer than any name: no plan and no SQL file can hold them. */
final class LongText {
    private static final int SHOWN = 300;

    private LongText() {}

    /** True when a plan cannot hold the text, which may be null. */
    static boolean is(String text) {
        return !SqlLiterals.fits(text);
    }

    /** Null for a text of which nothing can be seen. */
    static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** The text itself, or the beginning of a long one; null stays null. */
    static String shortened(String text) {
        return text == null ? null : Text.shortened(text, SHOWN);
    }
}
