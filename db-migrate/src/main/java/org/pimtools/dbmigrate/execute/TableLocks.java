package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.Tables;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Token;

/**
 * Locks the journal together with the tables that a script locks. A session that has locked tables may use no others, and so could not
 * write what is done in the transaction that does it. {@code WRITE CONCURRENT} lets every other session read and write them meanwhile.
 */
final class TableLocks {
    private static final String GAP = "(?:\\s|/\\*(?!M?!).*?\\*/|--\\s[^\\n]*\\n|#[^\\n]*\\n)";
    private static final Pattern LOCK = Pattern.compile(
            GAP + "*(?:/\\*M?!\\d*" + GAP + "*)?LOCK" + GAP + "+TABLES?(?![\\w$])" + GAP + "*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private TableLocks() {}

    static String withJournal(Script script, int number, Tables tables) {
        String sql = script.sql(number);
        Matcher lock = LOCK.matcher(sql);
        if (!lock.lookingAt()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "statement " + number + " of " + script.file() + " locks tables in a way that is not understood",
                    "write it as LOCK TABLES name WRITE, without comments in between, and run again");
        }
        return sql.substring(0, lock.end()) + journal(tables) + ", " + sql.substring(lock.end());
    }

    private static String journal(Tables tables) {
        return tables.script() + " WRITE CONCURRENT, "
                + tables.statement() + " WRITE CONCURRENT, "
                + tables.lease() + " WRITE CONCURRENT";
    }

    /**
     * The same for a session that comes later, without the tables that are gone since.
     *
     * @param side a session of our own
     * @param database the current one of the script's session
     * @return empty when none is left
     */
    static Optional<String> again(Connection side, Script script, int number, Tables tables, Optional<String> database)
            throws SQLException {
        List<Token> tokens = script.statement(number).tokens();
        List<List<Token>> items = Token.betweenCommas(tokens.subList(2, tokens.size()));
        List<String> left = new ArrayList<>();
        for (List<Token> item : items) {
            if (isThere(side, item, database)) {
                left.add(item.stream().map(TableLocks::text).collect(Collectors.joining(" ")));
            }
        }
        if (left.size() == items.size()) {
            return Optional.of(withJournal(script, number, tables));
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("LOCK TABLES " + journal(tables) + ", " + String.join(", ", left));
    }

    private static boolean isThere(Connection side, List<Token> item, Optional<String> database) throws SQLException {
        boolean qualified = item.size() > 2 && item.get(1).isSymbol('.');
        try (PreparedStatement select = side.prepareStatement(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
            select.setString(1, qualified ? item.get(0).text() : database.orElse(""));
            select.setString(2, item.get(qualified ? 2 : 0).text());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static String text(Token token) {
        return token.isIdentifier() && token.kind() != Token.Kind.WORD ? Names.quote(token.text()) : token.text();
    }
}
