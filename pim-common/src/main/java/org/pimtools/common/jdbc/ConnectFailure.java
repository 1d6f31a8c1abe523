package org.pimtools.common.jdbc;

import java.sql.SQLException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Says why there is no connection, and what to do about it. */
final class ConnectFailure {
    private static final int DENIED_DATABASE = 1044;
    private static final int DENIED = 1045;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int HOST_NOT_ALLOWED = 1130;
    private static final int DENIED_PLUGIN = 1698;

    private ConnectFailure() {}

    static ToolException of(SQLException e, DatabaseSettings settings) {
        String where = settings.where();
        int code = ConnectTrouble.cause(e, SQLException.class, sql -> sql.getErrorCode() > 0)
                .map(SQLException::getErrorCode)
                .orElse(0);
        return switch (code) {
            case DENIED, DENIED_PLUGIN ->
                new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the database at " + where + " refuses the login of " + settings.user(),
                        "check user and password (--db-user, --db-password-file, PIM_DB_PASSWORD, api.xml), and that the user may come"
                                + " from this host"
                                + (settings.tls() == TlsMode.OFF ? ", and without TLS (--db-tls)" : "")
                                + "; the login was tried once",
                        e);
            case DENIED_DATABASE ->
                new ToolException(
                        ExitCode.INVALID_INPUT,
                        settings.user() + " may not use the database " + settings.database() + " at " + where,
                        "grant SELECT on " + settings.database() + ".* to the user, or give another one with --db-user",
                        e);
            case UNKNOWN_DATABASE ->
                new ToolException(
                        ExitCode.INVALID_INPUT,
                        "there is no database " + settings.database() + " at " + where,
                        "check --db-name, or --db-host and --db-port: is this the right server?",
                        e);
            case HOST_NOT_ALLOWED ->
                new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the database at " + where + " does not let this host in",
                        "grant the user access from this host, or run on one that has it",
                        e);
            default -> unreachable(e, settings);
        };
    }

    private static ToolException unreachable(SQLException e, DatabaseSettings settings) {
        String message = "cannot connect to the database at " + settings.where();
        return switch (ConnectTrouble.of(e)) {
            case TLS ->
                new ToolException(
                        ExitCode.UNREACHABLE,
                        message + " over TLS (" + settings.tls() + ")",
                        "trust the server's authority with --db-ca, check that the certificate holds the host's name, or choose"
                                + " another mode with --db-tls",
                        e);
            case UNKNOWN_HOST ->
                new ToolException(
                        ExitCode.UNREACHABLE,
                        message + ": the host name is not known",
                        "check --db-host and the DNS",
                        e);
            case NOBODY_THERE ->
                new ToolException(
                        ExitCode.UNREACHABLE,
                        message + ": nobody answers there",
                        "is the server running, the port right (--db-port), and does a firewall let this host through?",
                        e);
            case NO_ANSWER ->
                new ToolException(
                        ExitCode.UNREACHABLE,
                        message + ": no answer in time",
                        "is it a MariaDB server (--db-host, --db-port), and does a firewall let this host through?",
                        e);
            case OTHER ->
                new ToolException(
                        ExitCode.UNREACHABLE,
                        message + ": " + DatabaseWords.of(e),
                        "check the server and its log; --debug shows more",
                        e);
        };
    }
}
