package org.pimtools.dbmigrate.module;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.jdbc.JdbcUrl;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;

/**
 * What a URL says of a database.
 *
 * @param database empty when the URL names none
 * @param caFile the authorities to trust, where the URL names a file of them
 * @param dropped the names of options that are not used, sorted; never a value
 */
record Connection(
        HostAddress host,
        int port,
        String database,
        Optional<String> user,
        Optional<Secret> password,
        Optional<Path> caFile,
        List<String> dropped) {
    Connection {
        dropped = List.copyOf(dropped);
    }

    static Connection of(JdbcUrl url) {
        return new Connection(
                url.host(), url.port(), url.database(), url.user(), url.password(), Optional.empty(), url.dropped());
    }
}
