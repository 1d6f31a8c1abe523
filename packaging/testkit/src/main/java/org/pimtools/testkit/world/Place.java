package org.pimtools.testkit.world;

import java.util.Objects;

/**
 * Where an endpoint answers and who may log in, as the database has it.
 *
 * @param password empty for none
 */
public record Place(String host, int port, String user, String password) {
    public Place {
        Objects.requireNonNull(host);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
    }

    @Override
    public String toString() {
        return "Place[" + user + "@" + host + ":" + port + "]";
    }
}
