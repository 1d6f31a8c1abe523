package org.pimtools.dbmigrate.module;

import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.jdbc.TlsMode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.pimtools.common.secret.SecretReader;

/**
 * A module's database, as its file says.
 *
 * @param password of the module's file, else of the connection that it names
 * @param passwordFile wins over the password
 */
public record ModuleDatabase(
        HostAddress host,
        int port,
        String database,
        String user,
        Optional<Secret> password,
        Optional<Path> passwordFile,
        TlsMode tls,
        Optional<Path> caFile) {
    /** Holds the password of every module whose file says none. */
    public static final String PASSWORD_VARIABLE = "AOS_DB_PASSWORD";

    DatabaseSettings settings(String module, SecretReader secrets) {
        return with(secret(module, secrets));
    }

    /** @throws IllegalArgumentException when database or user cannot be any */
    DatabaseSettings with(Secret secret) {
        return new DatabaseSettings(host, port, database, user, secret, tls, caFile);
    }

    private Secret secret(String module, SecretReader secrets) {
        if (passwordFile.isPresent()) {
            return secrets.file(passwordFile.get());
        }
        return password.or(() -> secrets.environment(PASSWORD_VARIABLE))
                .or(() -> secrets.prompt("password of " + user + " for module " + module + " at " + host))
                .orElseThrow(() -> new ToolException(
                        ExitCode.INVALID_INPUT,
                        "no password for the database of module " + module,
                        "name a password-file in the module's file, or set the environment variable "
                                + PASSWORD_VARIABLE));
    }
}
