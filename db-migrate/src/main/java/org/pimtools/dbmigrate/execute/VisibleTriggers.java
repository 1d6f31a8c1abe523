package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of which tables the account may see the triggers: the catalogue leaves out those of others without a word. From {@code SHOW GRANTS},
 * which has the rights of the current role, too, and is asked once in a run.
 */
final class VisibleTriggers {
    private static final Pattern GRANT = Pattern.compile(
            "GRANT (?<rights>.+?) ON (?:TABLE )?(?<database>\\*|`(?:[^`]|``)+`)\\.(?<table>\\*|`(?:[^`]|``)+`)"
                    + " TO .*");

    private record Right(Pattern database, String table) {}

    private final List<Right> rights = new ArrayList<>();
    private boolean known;

    /** Reads them, unless they are known. */
    void read(Connection connection) throws SQLException {
        if (known) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GRANTS")) {
            while (row.next()) {
                add(row.getString(1));
            }
        }
        known = true;
    }

    /** Something was run that may have taken rights away. */
    void forget() {
        rights.clear();
        known = false;
    }

    void add(String grant) {
        Matcher matcher = GRANT.matcher(grant);
        if (matcher.matches() && isTrigger(matcher.group("rights"))) {
            rights.add(new Right(database(matcher.group("database")), unquoted(matcher.group("table"))));
        }
    }

    boolean of(String database, String table) {
        return rights.stream()
                .anyMatch(right -> right.database()
                                .matcher(database.toLowerCase(Locale.ROOT))
                                .matches()
                        && (right.table().equals("*") || right.table().equalsIgnoreCase(table)));
    }

    private static boolean isTrigger(String rights) {
        return rights.equals("ALL PRIVILEGES") || List.of(rights.split(", ")).contains("TRIGGER");
    }

    private static String unquoted(String name) {
        return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
    }

    /** A pattern as that of LIKE. */
    private static Pattern database(String name) {
        if (name.equals("*")) {
            return Pattern.compile(".*", Pattern.DOTALL);
        }
        String text = unquoted(name).toLowerCase(Locale.ROOT);
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                pattern.append(Pattern.quote(String.valueOf(text.charAt(++i))));
            } else {
                pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
