package org.pimtools.dbmigrate.migrate;

import java.sql.SQLException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.ConnectTrouble;
import org.pimtools.dbmigrate.execute.OpenScript;
import org.pimtools.dbmigrate.execute.Rights;
import org.pimtools.dbmigrate.flyway.History;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Direction;

/** Failures in an operator's words. */
final class Causes {
    private Causes() {}

    /** The driver's message, with what to look at first. */
    static ToolException of(SQLException e, Module module) {
        String message = e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().replaceFirst("^\\(conn=\\d+\\) ", "");
        String said = "[" + e.getSQLState() + "/" + e.getErrorCode() + "] " + message;
        boolean unreachable = e.getErrorCode() == 0
                || e.getSQLState() != null && e.getSQLState().startsWith("08");
        String hint =
                switch (e.getErrorCode()) {
                    case 1045, 1698 ->
                        "check user and password in the file of module " + module.name() + "; the login was tried once";
                    case 1205, 1213 -> "run again: it resumes where it stopped";
                    case 1049 ->
                        "check the database in the file of module " + module.name() + ": is this the right server?";
                    case 1047 ->
                        "this node of the cluster is not in its primary part: see wsrep_cluster_status, or use another node";
                    default ->
                        Rights.isRefusal(e)
                                ? right(e, module)
                                : unreachable
                                        ? way(e, module)
                                        : "see the server's log, and run again when the cause is fixed";
                };
        return new ToolException(
                unreachable ? ExitCode.UNREACHABLE : ExitCode.FAILED,
                "the database at "
                        + (unreachable ? server(module) : module.database().where()) + ": " + said,
                hint,
                e);
    }

    /** The same for all modules of a server that cannot be reached. */
    private static String server(Module module) {
        return module.database().host().uriText() + ":" + module.database().port();
    }

    private static String way(SQLException e, Module module) {
        return switch (ConnectTrouble.of(e)) {
            case TLS ->
                "check tls and ca in the file of module " + module.name()
                        + ": is the server's authority trusted, does its certificate hold the name "
                        + module.database().host() + "?";
            case UNKNOWN_HOST -> "check the host in the file of module " + module.name() + ", and the DNS";
            case NOBODY_THERE, NO_ANSWER, OTHER ->
                "does the server run at " + server(module) + ", and does a firewall let this host through?";
        };
    }

    private static String right(SQLException e, Module module) {
        return "grant the user " + module.database().user() + " "
                + Rights.missing(e).map(name -> "the right " + name).orElse("the right that is missing")
                + " on the database: beside what the scripts do, the tables flyway_schema_history and aos_migrate_* are made,"
                + " read and written";
    }

    /** A script that was begun stands against the direction that is asked for. */
    static ToolException inTheWay(OpenScript open, History history) {
        boolean undo = open.direction() == Direction.UNDO;
        return new ToolException(
                ExitCode.FAILED,
                open.file() + " was begun and not ended: " + open.done() + " of " + open.statements()
                        + " statements are done",
                undo
                        ? "finish it with --migration " + history.below(open.version()) + ", then go where you want"
                        : "finish it with --migration " + open.version() + ", then go where you want");
    }
}
