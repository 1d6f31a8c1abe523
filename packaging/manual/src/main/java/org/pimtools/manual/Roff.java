package org.pimtools.manual;

import java.time.LocalDate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A manual page in the making. Text stays text: no character of it is an instruction to a formatter. */
final class Roff {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w/-])--?[A-Za-z][\\w-]*");
    private static final Pattern SYNTAX = Pattern.compile(OPTION + "|[A-Z][A-Z|]*");

    private final StringBuilder page = new StringBuilder();
    private boolean atHeading;

    /** @param date as 2026-01-01 */
    Roff(String title, String date, String source) {
        page.append(".TH \"%s\" \"1\" \"%s\" \"%s\" \"PIM tools\"\n"
                .formatted(escape(title), LocalDate.parse(date), escape(source)));
    }

    /** {@code SH} for a section, {@code SS} for a part of one. */
    Roff heading(String macro, String text) {
        macro(macro, text);
        atHeading = true;
        return this;
    }

    /** Behind a heading a paragraph begins by itself. */
    Roff paragraph() {
        return atHeading ? this : macro("PP");
    }

    /** A macro with arguments, each of them text. */
    Roff macro(String name, String... arguments) {
        atHeading = false;
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escape(argument)).append('"');
        }
        page.append('\n');
        return this;
    }

    /** A request that is roff already. */
    Roff request(String request) {
        page.append('.').append(request).append('\n');
        return this;
    }

    /** Running text, in which options are set in bold. */
    Roff text(String text) {
        return line(emphasized(text, OPTION));
    }

    Roff bold(String text) {
        return line("\\fB" + escape(text) + "\\fR");
    }

    /** A line that is roff already. */
    Roff line(String roff) {
        atHeading = false;
        page.append(roff.startsWith(".") ? "\\&" : "").append(roff).append('\n');
        return this;
    }

    /** Options in bold, and what stands in capitals for a value in italics. */
    static String syntax(String text) {
        return emphasized(text, SYNTAX);
    }

    private static String emphasized(String text, Pattern what) {
        StringBuilder roff = new StringBuilder();
        int end = 0;
        for (MatchResult found : what.matcher(text).results().toList()) {
            roff.append(escape(text.substring(end, found.start())))
                    .append(found.group().startsWith("-") ? "\\fB" : "\\fI")
                    .append(escape(found.group()))
                    .append("\\fR");
            end = found.end();
        }
        return roff.append(escape(text.substring(end))).toString();
    }

    /** Every character as itself, a hyphen as the one that a shell knows. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '"' -> escaped.append("\\(dq");
                default -> {
                    if (character < ' ' || character == 0x7f) {
                        escaped.append('?');
                    } else if (character > 0x7f) {
                        escaped.append("\\[u%04X]".formatted(character));
                    } else {
                        escaped.append((char) character);
                    }
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
