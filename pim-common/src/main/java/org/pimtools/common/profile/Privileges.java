package org.pimtools.common.profile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the account may do on tables, by itself or by its roles, as {@code SHOW GRANTS} says. */
record Privileges(String database, List<Grant> grants) {
    private static final Pattern GRANT =
            Pattern.compile("GRANT (.+?) ON (\\*|`(?:[^`]|``)*`)\\.(\\*|`(?:[^`]|``)*`) TO .*", Pattern.DOTALL);

    Privileges {
        grants = List.copyOf(grants);
    }

    /**
     * One line of the answer.
     *
     * @param databases a pattern with the wildcards of LIKE
     */
    private record Grant(List<String> privileges, Pattern databases, String table) {}

    static Privileges of(Connection connection) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            while (rows.next()) {
                Matcher line = GRANT.matcher(rows.getString(1));
                if (line.matches()) {
                    grants.add(new Grant(
                            List.of(line.group(1).split(", ?")), like(line.group(2)), unquoted(line.group(3))));
                }
            }
        }
        return new Privileges(connection.getCatalog(), grants);
    }

    /** True when the account has the privilege on all tables of the database. */
    boolean onAllTables(String privilege) {
        return has(privilege, "*");
    }

    /** True when the account has the privilege on the table. */
    boolean on(String table, String privilege) {
        return has(privilege, table) || onAllTables(privilege);
    }

    private boolean has(String privilege, String table) {
        return grants.stream()
                .anyMatch(grant -> grant.table.equals(table)
                        && grant.databases.matcher(database).matches()
                        && (grant.privileges.contains(privilege) || grant.privileges.contains("ALL PRIVILEGES")));
    }

    private static Pattern like(String quoted) {
        if (quoted.equals("*")) {
            return Pattern.compile(".*", Pattern.DOTALL);
        }
        StringBuilder regex = new StringBuilder();
        String name = unquoted(quoted);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                i++;
                regex.append(Pattern.quote(name.substring(i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String unquoted(String name) {
        return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
    }
}
