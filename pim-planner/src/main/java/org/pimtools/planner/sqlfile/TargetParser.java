package org.pimtools.planner.sqlfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlTarget;

/** Reads what a staging table stages from the statement that makes it. */
final class TargetParser {
    private static final Pattern CREATE = Pattern.compile(
            "CREATE TEMPORARY TABLE \\w+ \\((.*)\\) ENGINE=InnoDB SELECT `(\\w+)` AS v FROM `(\\w+)` WHERE FALSE;");
    private static final Pattern COLUMN =
            Pattern.compile("`(" + SqlFragments.KEY + "|" + SqlFragments.GUARD + ")(\\w+)` ");

    private TargetParser() {}

    static SqlTarget parse(int no, String line) throws SyntaxException {
        Matcher create = CREATE.matcher(line);
        if (create.matches()) {
            List<String> keys = new ArrayList<>();
            List<String> guards = new ArrayList<>();
            Matcher columns = COLUMN.matcher(create.group(1));
            while (columns.find()) {
                (columns.group(1).equals(SqlFragments.KEY) ? keys : guards).add(columns.group(2));
            }
            try {
                SqlTarget target = new SqlTarget(create.group(3), keys, guards, create.group(2));
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
