package org.pimtools.migrator.step.redis;

import java.nio.file.Path;
import java.util.Objects;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;

/**
 * Where Redis is and how one logs in.
 *
 * @param port 1 to 65535
 * @param user an ACL user, or null for the default one
 * @param password or null when none is wanted
 * @param database from 0
 * @param tls whether to speak TLS; certificate and host name are always verified
 * @param authority a PEM file with the certificates to trust instead of the Java trust store, or null
 */
public record RedisSettings(
        String host, int port, String user, Secret password, int database, boolean tls, Path authority) {
    /** @throws IllegalArgumentException when host, port or database make no sense */
    public RedisSettings {
        Objects.requireNonNull(host);
        String given = host;
        host = HostAddress.of(given)
                .map(HostAddress::text)
                .orElseThrow(() -> new IllegalArgumentException("the host of redis is no host name and no IP address: "
                        + HostAddress.fault(given).orElse("")));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the port of redis is not between 1 and 65535");
        }
        if (database < 0) {
            throw new IllegalArgumentException("the database number of redis is negative");
        }
    }

    /** Without login, database 0 and in clear, as a Remote Services host has it by default. */
    public static RedisSettings of(String host, int port) {
        return new RedisSettings(host, port, null, null, 0, false, null);
    }

    String address() {
        return host + ":" + port;
    }
}
