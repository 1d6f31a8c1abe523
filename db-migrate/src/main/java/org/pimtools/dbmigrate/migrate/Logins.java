package org.pimtools.dbmigrate.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.pimtools.dbmigrate.module.Module;

/** Tries an account with a password once, so that seven modules of one account cannot lock it out. */
final class Logins {
    private static final int DENIED = 1045;
    private static final int DENIED_PLUGIN = 1698;

    private final Set<Account> refused = new HashSet<>();
    private final Set<Account> accepted = new HashSet<>();

    private record Account(HostAddress host, int port, String user, Secret password) {
        static Account of(DatabaseSettings settings) {
            return new Account(settings.host(), settings.port(), settings.user(), settings.password());
        }
    }

    /**
     * Connects with an account that was not tried yet, and while nobody else does, so that of modules that run side by side only one is
     * refused.
     *
     * @throws ToolException when the server has refused this account already
     */
    synchronized void tryOnce(Module module, DataSource source, Runnable safePoint) throws SQLException {
        requireNotRefused(module);
        if (!accepted.contains(Account.of(module.database()))) {
            try (Connection connection = Waiting.on(source::getConnection, safePoint)) {
                if (connection.isValid(1)) {
                    accepted.add(Account.of(module.database()));
                }
            } catch (SQLException e) {
                note(e, module);
                throw e;
            }
        }
    }

    /** @throws ToolException when the server has refused this account already */
    synchronized void requireNotRefused(Module module) {
        Account account = Account.of(module.database());
        if (refused.contains(account)) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "the login of " + account.user() + " was refused for another module, and is not tried again",
                    "check user and password in the files of both modules");
        }
    }

    synchronized void note(SQLException e, Module module) {
        if (e.getErrorCode() == DENIED || e.getErrorCode() == DENIED_PLUGIN) {
            refused.add(Account.of(module.database()));
        }
    }
}
