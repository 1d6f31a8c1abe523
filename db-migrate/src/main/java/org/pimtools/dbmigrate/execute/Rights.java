package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.dbmigrate.script.Token;

/** Names the right that a user lacks, from the server's refusal and the statement that it refused. */
public final class Rights {
    private static final int NOT_ON_DATABASE = 1044;
    private static final Set<Integer> REFUSALS = Set.of(NOT_ON_DATABASE, 1142, 1143, 1227, 1370, 1419);
    /** {@code CREATE VIEW command denied to user …}. */
    private static final Pattern DENIED =
            Pattern.compile("(?:\\(conn=\\d+\\) )?([A-Za-z ,]+) command denied to user.*", Pattern.DOTALL);
    /** {@code Access denied; you need (at least one of) the SUPER privilege(s) for this operation}. */
    private static final Pattern NEEDED = Pattern.compile("the (.+?) privilege");

    private Rights() {}

    /** True when the server refused for the lack of a right. */
    public static boolean isRefusal(SQLException e) {
        return REFUSALS.contains(e.getErrorCode());
    }

    /** The right that is missing, as GRANT names it; empty when nothing tells it. */
    public static Optional<String> missing(SQLException e) {
        return missing(e, List.of());
    }

    static Optional<String> missing(SQLException e, List<Token> statement) {
        if (!isRefusal(e)) {
            return Optional.empty();
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        if (e.getErrorCode() == NOT_ON_DATABASE) {
            return onDatabase(statement);
        }
        Matcher denied = DENIED.matcher(message);
        if (denied.matches()) {
            return Optional.of(denied.group(1).toUpperCase(java.util.Locale.ROOT));
        }
        Matcher needed = NEEDED.matcher(message);
        return needed.find() ? Optional.of(needed.group(1)) : Optional.empty();
    }

    /** Of a right on a whole database the server says no more than that it is missing. */
    private static Optional<String> onDatabase(List<Token> statement) {
        if (says(statement, "LOCK")) {
            return Optional.of("LOCK TABLES");
        } else if (!says(statement, "CREATE") && !says(statement, "ALTER") && !says(statement, "DROP")) {
            return Optional.empty();
        }
        String verb = statement.get(0).text().toUpperCase(java.util.Locale.ROOT);
        for (Token token : statement) {
            if (token.is("TEMPORARY")) {
                return Optional.of("CREATE TEMPORARY TABLES");
            } else if (token.is("PROCEDURE") || token.is("FUNCTION") || token.is("PACKAGE")) {
                return Optional.of(verb.equals("CREATE") ? "CREATE ROUTINE" : "ALTER ROUTINE");
            } else if (token.is("EVENT")) {
                return Optional.of("EVENT");
            } else if (token.is("DATABASE") || token.is("SCHEMA")) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    private static boolean says(List<Token> statement, String verb) {
        return !statement.isEmpty() && statement.get(0).is(verb);
    }
}
