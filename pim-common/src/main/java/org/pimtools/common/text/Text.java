package org.pimtools.common.text;

import java.util.Locale;

/** Makes any text safe and sized for a terminal, whatever data it holds. */
public final class Text {
    /** The most characters that one printed line keeps. */
    public static final int LONGEST_LINE = 4_000;

    private Text() {}

    /**
     * The text on one line, with everything that a terminal obeys or hides written as an escape: control characters,
     * bidirectional overrides, invisible format characters, line and paragraph separators, lone surrogates. Longer text than
     * {@link #LONGEST_LINE} is cut and ends in an ellipsis. Printable text stays as it is, so that a second call changes
     * nothing.
     */
    public static String printable(String text) {
        return printable(text, LONGEST_LINE);
    }

    /** As {@link #printable(String)}, cut to {@code longest} characters. */
    public static String printable(String text, int longest) {
        StringBuilder safe = null;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int kept = safe == null ? i : safe.length();
            if (kept + Character.charCount(c) > longest) {
                safe = safe == null ? new StringBuilder(text.substring(0, i)) : safe;
                return safe.append('…').toString();
            }
            if (isPlain(c)) {
                if (safe != null) {
                    safe.appendCodePoint(c);
                }
            } else {
                safe = safe == null ? new StringBuilder(text.substring(0, i)) : safe;
                safe.append(escape(c));
            }
            i += Character.charCount(c);
        }
        return safe == null ? text : safe.toString();
    }

    /**
     * The text itself, or the beginning of a longer one and an ellipsis; it never ends within a surrogate pair.
     *
     * @param longest so many UTF-16 characters are kept at most; at least 1
     */
    public static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    /** A number as people read it, its digits in groups: {@code 1,234}. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * How many there are, as people read it: {@code 1 VM}, {@code 1,234 VMs}.
     *
     * @param one what one of them is called; several are called so with an s
     */
    public static String counted(long number, String one) {
        return grouped(number) + " " + one + (number == 1 ? "" : "s");
    }

    private static boolean isPlain(int c) {
        if (c >= 0x20 && c < 0x7f) {
            return true;
        }
        return !isInvisible(c);
    }

    /** Whether a terminal shows the character as nothing, as something else, or obeys it: control, format, unassigned … */
    public static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u{%02x}", c);
        };
    }

    /** The columns that the text takes on a terminal: 0 for combining marks, 2 for East Asian wide characters and emoji. */
    public static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0x303e
                || c >= 0x3041 && c <= 0xa4cf
                || c >= 0xa960 && c <= 0xa97f
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1f64f
                || c >= 0x1f680 && c <= 0x1f6ff
                || c >= 0x1f900 && c <= 0x1f9ff
                || c >= 0x20000 && c <= 0x3fffd;
        return wide ? 2 : 1;
    }
}
