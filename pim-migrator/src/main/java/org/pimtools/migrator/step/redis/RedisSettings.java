package org.pimtools.migrator.step.redis;

import java.nio.file.Path;
import java.util.Objects;
import org.pimtools.common.error.ToolException;
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
 * @param watched what Sentinels said of this server, or null when nobody asked any
 */
public record RedisSettings(
        String host,
        int port,
        String user,
        Secret password,
        int database,
        boolean tls,
        Path authority,
        WatchedMaster watched)
        implements RedisSource {
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

    /** Of a server that is named as it is. */
    public RedisSettings(
            String host, int port, String user, Secret password, int database, boolean tls, Path authority) {
        this(host, port, user, password, database, tls, authority, null);
    }

    /** Without login, database 0 and in clear, as a Remote Services host has it by default. */
    public static RedisSettings of(String host, int port) {
        return new RedisSettings(host, port, null, null, 0, false, null);
    }

    @Override
    public RedisSettings find() {
        return this;
    }

    /** The server that Sentinels named, with this login. */
    RedisSettings at(WatchedMaster master) {
        return new RedisSettings(
                master.found().host(), master.found().port(), user, password, database, tls, authority, master);
    }

    /**
     * Makes sure that it is still the master, where Sentinels watch it.
     *
     * @throws ToolException when it is not, or the Sentinels do not answer
     */
    void confirm() {
        if (watched != null) {
            watched.confirm();
        }
    }

    String address() {
        return HostAddress.of(host).orElseThrow().uriText() + ":" + port;
    }
}
