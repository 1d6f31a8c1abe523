package org.pimtools.common.jdbc;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.seal.Secret;

/**
 * Where the database is and who one is there. Shows everything but the password.
 *
 * @param port 1 to 65535
 * @param database letters, digits, underscore, dollar sign and hyphen, at most 64
 * @param caFile certificates in PEM of the authorities that are trusted, in place of Java's own
 */
public record DatabaseSettings(
        HostAddress host, int port, String database, String user, Secret password, TlsMode tls, Optional<Path> caFile) {
    private static final Pattern DATABASE = Pattern.compile("[0-9A-Za-z_$-]{1,64}");

    /** @throws IllegalArgumentException when a part is out of range */
    public DatabaseSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(password);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(caFile);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port is not between 1 and 65535");
        }
        if (!isDatabaseName(database)) {
            throw new IllegalArgumentException("not a plain database name");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("no user");
        }
    }

    /** True for a name that can stand in a URL and between backticks as it is. */
    static boolean isDatabaseName(String name) {
        return DATABASE.matcher(name).matches();
    }

    /** For messages: {@code host:port/database}. */
    public String where() {
        return host.uriText() + ":" + port + "/" + database;
    }
}
