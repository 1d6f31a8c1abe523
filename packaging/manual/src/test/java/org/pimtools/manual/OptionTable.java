package org.pimtools.manual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.manual.Program.Seen;

/** The options of a command as a reader sees them: {@code -n, --names=NAME...} and what is said of it in one line. */
final class OptionTable {
    /** An option or a parameter; one that may be left out is in brackets. */
    private static final Pattern HELP =
            Pattern.compile(" {2,6}\\[?(-\\S, --\\S+|--\\S+|[A-Z][A-Z.]*|[a-z]+(?:\\|[a-z]+)+)]?(?: +(.*))?");

    private static final Pattern PAGE = Pattern.compile(" {7}(\\S.*)");

    private OptionTable() {}

    /** Of the help on a screen of 80 columns. */
    static Map<String, String> ofHelp(String help) {
        Map<String, String> options = new LinkedHashMap<>();
        String last = null;
        for (String line : options(help)) {
            Matcher option = HELP.matcher(line);
            if (option.matches()) {
                last = option.group(1);
                options.put(last, option.group(2) == null ? "" : option.group(2));
            } else {
                options.merge(last, line, OptionTable::join);
            }
        }
        return options;
    }

    /** From the first option or parameter to the first empty line. */
    private static List<String> options(String help) {
        List<String> lines = help.lines()
                .dropWhile(line -> !line.matches(" {2,6}\\S.*"))
                .takeWhile(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("no options: " + help);
        }
        return lines;
    }

    /** Of a manual page, as man shows it on a screen of 80 columns. */
    static Map<String, String> ofPage(String shown) {
        Map<String, String> options = new LinkedHashMap<>();
        boolean inside = false;
        String last = null;
        for (String line : shown.lines().toList()) {
            if (!line.isEmpty() && !line.startsWith(" ")) {
                inside = line.equals("OPTIONS") || line.equals("ARGUMENTS");
            } else if (inside && PAGE.matcher(line).matches()) {
                String[] both = line.strip().split(" {2,}", 2);
                last = both[0];
                options.put(last, both.length == 1 ? "" : both[1]);
            } else if (inside && !line.isEmpty()) {
                options.merge(last, line, OptionTable::join);
            }
        }
        return options;
    }

    private static String join(String before, String line) {
        return (before + " " + line.strip()).strip();
    }

    /** The page as man shows it. */
    static String shown(Object page) {
        Seen seen = Program.run("man", "--no-hyphenation", "-P", "cat", "-l", page);
        if (seen.exit() != 0) {
            throw new IllegalStateException(seen.text());
        }
        return seen.text();
    }
}
