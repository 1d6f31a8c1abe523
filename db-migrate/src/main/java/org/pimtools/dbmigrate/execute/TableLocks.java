package org.pimtools.dbmigrate.execute;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.Tables;
import org.pimtools.dbmigrate.script.Script;

/**
 * Locks the journal together with the tables that a script locks. A session that has locked tables may use no others, and so could not
 * write what is done in the transaction that does it. {@code WRITE CONCURRENT} lets every other session read and write them meanwhile.
 */
final class TableLocks {
    private static final Pattern LOCK = Pattern.compile(
            "(?:\\s|/\\*(?!M?!).*?\\*/|--\\s[^\\n]*\\n|#[^\\n]*\\n)*(?:/\\*M?!\\d*\\s*)?LOCK\\s+TABLES?\\s+",
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
        return sql.substring(0, lock.end())
                + tables.script() + " WRITE CONCURRENT, "
                + tables.statement() + " WRITE CONCURRENT, "
                + tables.lease() + " WRITE CONCURRENT, "
                + sql.substring(lock.end());
    }
}
