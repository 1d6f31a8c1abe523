package org.pimtools.planner.sqlfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlTarget;

/** Reads what a staging table stages from the statement that makes it. */
final class TargetParser {
    private static final Pattern CREATE = Pattern.compile(
            "CREATE TEMPORARY TABLE \\w+ \\((.*)\\) ENGINE=InnoDB SELECT (.*)`(\\w+)` AS v FROM `(\\w+)` WHERE FALSE;");
    private static final Pattern COLUMN =
            Pattern.compile("`(" + SqlFragments.KEY + "|" + SqlFragments.GUARD + ")(\\w+)` ");
    private static final Pattern TEXT_KEY = Pattern.compile("`\\w+` AS `" + SqlFragments.KEY + "(\\w+)`, ");

    private TargetParser() {}

    /** @param role what the file's header says that the rows are about */
    static SqlTarget parse(int no, SqlRole role, String line) throws SyntaxException {
        Matcher create = CREATE.matcher(line);
        if (create.matches()) {
            List<KeyColumn> keys = new ArrayList<>();
            List<String> guards = new ArrayList<>();
            Matcher columns = COLUMN.matcher(create.group(1));
            while (columns.find()) {
                if (columns.group(1).equals(SqlFragments.KEY)) {
                    keys.add(KeyColumn.number(columns.group(2)));
                } else {
                    guards.add(columns.group(2));
                }
            }
            Matcher texts = TEXT_KEY.matcher(create.group(2));
            while (texts.find()) {
                keys.add(new KeyColumn(texts.group(1), KeyCell.Type.TEXT));
            }
            try {
                SqlTarget target = new SqlTarget(role, create.group(4), keys, guards, create.group(3));
                if (line.equals(SqlFragments.create(no, target) + ";")) {
                    return target;
                }
            } catch (IllegalArgumentException e) {
                throw new SyntaxException("a staging table has columns that cannot be");
            }
        }
        throw new SyntaxException("a statement that the migrator does not write");
    }
}
