package org.pimtools.common.jdbc;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;

/**
 * Where the database is and who one is there. Shows everything but the password.
 *
 * @param port 1 to 65535
 * @param database any name that MariaDB allows: 1 to 64 characters of Unicode's basic plane but NUL, no blank at the end; to be quoted in SQL
 * @param caFile certificates in PEM of the authorities that are trusted, in place of Java's own
 */
public record DatabaseSettings(
        HostAddress host, int port, String database, String user, Secret password, TlsMode tls, Optional<Path> caFile) {
    private static final int LONGEST = 64;
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_$-]{1,64}");

    /** @throws IllegalArgumentException when a part is out of range */
    public DatabaseSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(password);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(caFile);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port is not between 1 and 65535");
        }
        if (!isLegal(database)) {
            throw new IllegalArgumentException("not a database name that MariaDB allows");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("no user");
        }
    }

    /** What MariaDB takes between backticks as the name of a database. */
    private static boolean isLegal(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !name.endsWith(" ")
                && name.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
    }

    /** True for a name that can stand in a URL and between backticks as it is. */
    public static boolean isPlainName(String name) {
        return PLAIN.matcher(name).matches();
    }

    /** For messages: {@code host:port/database}. */
    public String where() {
        return host.uriText() + ":" + port + "/" + database;
    }
}
