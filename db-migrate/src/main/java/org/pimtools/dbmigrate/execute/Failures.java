package org.pimtools.dbmigrate.execute;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;

/** How far a script got, and what to do next, in words. */
final class Failures {
    private static final int LOCK_WAIT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int TOO_LARGE = 1153;
    /** Not understood, no such table, column, function or variable, not allowed. */
    private static final Set<Integer> SYNTAX =
            Set.of(1064, 1065, 1146, 1054, 1305, 1193, 1149, 1049, 1142, 1143, 1044, 1227, 1231, 1232);

    private Failures() {}

    /** The connection or the server ended; what only interrupted the statement is a failure like others. */
    static boolean isLost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08")
                || e.getErrorCode() == 1927
                || e.getErrorCode() == 1053;
    }

    /** The server did not begin to execute it. */
    static boolean isSyntax(SQLException e) {
        return SYNTAX.contains(e.getErrorCode());
    }

    /** The same with its text as it is, which the server has sent in the script's character set and the driver took for UTF-8. */
    static SQLException readable(Connection connection, SQLException e) {
        if (isLost(e)) {
            return e;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("GET DIAGNOSTICS CONDITION 1 @aos_migrate_message = MESSAGE_TEXT");
            try (ResultSet row = statement.executeQuery("SELECT HEX(CONVERT(@aos_migrate_message USING utf8mb4))")) {
                String text = row.next() ? row.getString(1) : null;
                return text == null
                        ? e
                        : new SQLException(
                                new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8),
                                e.getSQLState(),
                                e.getErrorCode(),
                                e);
            }
        } catch (SQLException suppressed) {
            e.addSuppressed(suppressed);
            return e;
        }
    }

    static ToolException lost(Script script, int number, SQLException e) {
        return new ToolException(
                ExitCode.FAILED,
                "the connection was lost at " + place(script, number) + ": " + text(e),
                "see that the server runs, and that no proxy or firewall on the way ends connections that are silent for as long as"
                        + " the statement takes; then run again: it finds out what was done and resumes from there",
                e);
    }

    /**
     * @param done how many statements are done for good
     * @param rolledBack what was, where other statements ran since
     * @param half true when a part of the statement may have taken effect all the same
     * @param blockers who held a lock
     * @param right the one that the user lacks
     */
    static ToolException failed(
            Script script,
            int done,
            int number,
            String rolledBack,
            boolean half,
            String blockers,
            Optional<String> right,
            SQLException e) {
        String before = before(script, done);
        String takenBack = done + 1 < number ? ", " + rolledBack + " was rolled back" : "";
        ScriptStatement statement = script.statements().get(number - 1);
        return new ToolException(
                ExitCode.FAILED,
                before + takenBack + "; statement " + number + " (line " + statement.line() + ") failed: " + text(e)
                        + (half ? "; a part of what it does may be done all the same" : "") + blockers,
                hint(done + 1, half, right, e),
                e);
    }

    private static String before(Script script, int done) {
        int all = script.size();
        return switch (done) {
            case 0 -> "nothing of " + script.file() + " is done";
            case 1 -> "statement 1 of " + all + " of " + script.file() + " is done";
            default -> "statements 1 to " + done + " of " + all + " of " + script.file() + " are done";
        };
    }

    /**
     * A statement was not sent.
     *
     * @param done how many statements are done for good
     * @param bytes that the server would have to take at once
     * @param most that it takes
     */
    static ToolException tooLarge(Script script, int done, int number, long bytes, long most) {
        return new ToolException(
                ExitCode.FAILED,
                "%s; statement %d (line %d) has %,d bytes, and the server takes less than %,d at once (max_allowed_packet)"
                        .formatted(
                                before(script, done),
                                number,
                                script.statement(number).line(),
                                bytes,
                                most),
                "raise it on the server, for instance with SET GLOBAL max_allowed_packet = "
                        + Long.highestOneBit(bytes) * 2
                        + ", or split the statement, and run again: "
                        + (done == 0 ? "nothing was sent" : "it resumes at statement " + (done + 1)));
    }

    private static String hint(int next, boolean half, Optional<String> right, SQLException e) {
        if (Rights.isRefusal(e)) {
            return "grant the user " + right.map(name -> "the right " + name).orElse("the right that is missing")
                    + ", and run again: it resumes at statement " + next;
        }
        if (half) {
            return "look at what it changed, and take that back or take it out of the statement; then run again: it resumes at"
                    + " statement " + next;
        }
        return switch (e.getErrorCode()) {
            case LOCK_WAIT ->
                "stop what holds the lock, or wait longer with --lock-timeout, and run again: it resumes at statement "
                        + next;
            case TOO_LARGE, 1301 ->
                "raise max_allowed_packet on the server above the size of the statement, or split it, and run again: it"
                        + " resumes at statement " + next;
            case DEADLOCK, 1020 -> "run again: it resumes at statement " + next;
            default -> "fix the cause, or the script from statement " + next + " on, and run again: it resumes there";
        };
    }

    /** What a statement had locked, for those behind it, is not to be had. */
    static ToolException notLocked(Script script, int number, int next, String blockers, SQLException e) {
        return new ToolException(
                ExitCode.FAILED,
                "the tables of " + place(script, number) + " could not be locked again: " + text(e) + blockers,
                e.getErrorCode() == LOCK_WAIT
                        ? hint(next, false, Optional.empty(), e)
                        : "fix the cause, and run again: it resumes at statement " + next,
                e);
    }

    /**
     * @param numbers of statements that were begun
     * @param done how many statements are done, without a gap
     * @param edited true when one is not the one that was begun
     */
    static ToolException unknown(Script script, Set<Integer> numbers, int done, boolean edited) {
        boolean one = numbers.size() == 1;
        String what = one
                ? place(script, numbers.iterator().next())
                : "statements " + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " of "
                        + script.file();
        String begun = numbers.contains(done + 1)
                ? (one ? " was begun" : " were begun") + " by a run that was cut off"
                : (one ? " was run" : " were run") + " in a transaction that was taken back";
        return new ToolException(
                ExitCode.FAILED,
                what + begun + ", and neither the journal nor the catalogue can tell whether " + (one ? "it" : "they")
                        + " took effect",
                (edited ? "the file has another text there now: restore it first, or " : "")
                        + "look at what " + (one ? "it changes; if it" : "they change; if they")
                        + " took effect, run again with --resolve done, if not, with --resolve repeat");
    }

    static ToolException gone(Script script, int number, int done) {
        return new ToolException(
                ExitCode.FAILED,
                "statement " + number + " of " + script.file() + " is done, and is not in the file any more",
                "restore statements 1 to " + done + " as they were when they ran; what comes behind may be edited");
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

    static ToolException asksForNumber(Script script, int number) {
        return new ToolException(
                ExitCode.FAILED,
                place(script, number)
                        + " uses LAST_INSERT_ID() of a statement that was cut off, which a new session does not know",
                "write the number into statement " + number + " in the file, and run again with --resolve done");
    }

    static ToolException asksForVariable(Script script, int number, String name) {
        String variable = "@" + name;
        return new ToolException(
                ExitCode.FAILED,
                place(script, number) + " uses " + variable
                        + ", which a statement that was cut off may have set; a new session does not know its value",
                "set " + variable + " by a statement of its own in front of statement " + number
                        + " in the file, and run again with --resolve done");
    }

    static ToolException otherOpen(OpenScript open, Script script) {
        return new ToolException(
                ExitCode.FAILED,
                open.file() + " was begun and not ended: " + open.done() + " of " + open.statements()
                        + " statements are done, so " + script.file() + " cannot run",
                "finish " + open.file()
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
