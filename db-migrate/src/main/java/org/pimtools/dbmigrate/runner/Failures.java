package org.pimtools.dbmigrate.runner;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;

/** How far a script got, and what to do next, in words. */
final class Failures {
    private static final int LOCK_WAIT = 1205;

    private Failures() {}

    static boolean isLost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08")
                || e.getErrorCode() == 1927
                || e.getErrorCode() == 1053
                || e.getErrorCode() == 1317;
    }

    static ToolException lost(Script script, int number, SQLException e) {
        return new ToolException(
                ExitCode.FAILED,
                "the connection was lost at " + place(script, number) + ": " + text(e),
                "see that the server runs, and run again: it finds out what was done and goes on from there",
                e);
    }

    /** @param done how many statements are done for good */
    static ToolException failed(Script script, int done, int number, boolean changed, String blockers, SQLException e) {
        String before = done == 0
                ? "nothing of " + script.file() + " is done"
                : done == 1
                        ? "statement 1 of " + script.statements().size() + " of " + script.file() + " is done"
                        : "statements 1 to " + done + " of "
                                + script.statements().size() + " of " + script.file() + " are done";
        String takenBack = done + 1 < number ? ", the script's own transaction was rolled back" : "";
        ScriptStatement statement = script.statements().get(number - 1);
        return new ToolException(
                ExitCode.FAILED,
                before + takenBack + "; statement " + number + " (line " + statement.line() + ") failed: " + text(e)
                        + (changed ? "; it changed a part of what it names all the same" : "") + blockers,
                e.getErrorCode() == LOCK_WAIT
                        ? "end what holds the lock, or wait longer with --lock-timeout, and run again: it goes on at statement "
                                + (done + 1)
                        : "mend the cause, or the script from statement " + (done + 1)
                                + " on, and run again: it goes on there",
                e);
    }

    static ToolException unknown(Script script, int number) {
        return new ToolException(
                ExitCode.FAILED,
                place(script, number)
                        + " was begun by a run that was cut off, and neither the journal nor the catalogue can tell whether it took effect",
                "look at what it changes; if it took effect, run again with --resolve done, if not, with --resolve repeat");
    }

    static ToolException begunAndGone(Script script, int number) {
        return new ToolException(
                ExitCode.FAILED,
                "statement " + number + " of " + script.file()
                        + " was begun by a run that was cut off, and is not in the file any more",
                "restore it as it was when it ran, and run again: it is looked up whether it took effect");
    }

    static ToolException edited(Script script, int number) {
        return new ToolException(
                ExitCode.FAILED,
                "statement " + number + " of " + script.file() + " is done, and is another one in the file now",
                "restore statements 1 to " + number + " as they were when they ran; what comes behind may be edited");
    }

    static ToolException misses(Script script, int number, String what) {
        return new ToolException(
                ExitCode.FAILED,
                place(script, number) + " would run in a new session, which misses what the session before had",
                "put " + what + " again in front of statement " + number + " in the file, and run again");
    }

    static ToolException countsRows(Script script, int number) {
        return new ToolException(
                ExitCode.FAILED,
                place(script, number)
                        + " asks how many rows the statement before it found, which a new session does not know",
                "write the number into statement " + number + " in the file, and run again");
    }

    static ToolException otherOpen(OpenScript open, Script script) {
        return new ToolException(
                ExitCode.FAILED,
                open.file() + " was begun and not ended: " + open.done() + " of " + open.statements()
                        + " statements are done, so " + script.file() + " cannot run",
                "end " + open.file()
                        + " first, by running again without --migration or with the version that it leads to");
    }

    private static String place(Script script, int number) {
        ScriptStatement statement = script.statements().get(number - 1);
        return "statement " + number + " of " + script.statements().size() + " (line " + statement.line() + ") of "
                + script.file();
    }

    private static String text(SQLException e) {
        String message = e.getMessage() == null ? "no message" : e.getMessage();
        return "[" + e.getSQLState() + "/" + e.getErrorCode() + "] " + message.replaceFirst("^\\(conn=\\d+\\) ", "");
    }

    /** The transactions that are open longest, as far as the user may see them; empty unless the failure was a wait for a lock. */
    static String blockers(Connection connection, SQLException failure) {
        if (failure.getErrorCode() != LOCK_WAIT) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT p.id, p.user, p.host, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) FROM information_schema.innodb_trx t"
                                + " JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id"
                                + " WHERE p.id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 3")) {
            while (rows.next()) {
                text.append(text.isEmpty() ? "; open transactions: " : ", ")
                        .append("connection ")
                        .append(rows.getLong(1))
                        .append(" of ")
                        .append(rows.getString(2))
                        .append(" from ")
                        .append(rows.getString(3))
                        .append(" for ")
                        .append(rows.getLong(4))
                        .append(" s");
            }
            return text.toString();
        } catch (SQLException e) {
            return "; who holds the lock cannot be seen without the right PROCESS";
        }
    }
}
