package org.pimtools.lab;

import java.util.List;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.Datacenter;

/** The options of the tools that say where: which database, and which host of a datacenter. */
final class PlaceOptions {
    private PlaceOptions() {}

    static List<String> database(Database database, String user) {
        return List.of(
                "--db-host",
                database.server().host(),
                "--db-port",
                String.valueOf(database.server().port()),
                "--db-name",
                database.name(),
                "--db-user",
                user);
    }

    static List<String> host(Platform platform, Datacenter datacenter) {
        return host(datacenter.id(), platform.redis(datacenter), Operator.state(datacenter));
    }

    /** @param datacenter its identity */
    static List<String> host(String datacenter, RedisServer redis, String stateDirectory) {
        return List.of(
                "--datacenter",
                datacenter,
                "--redis-host",
                redis.host(),
                "--redis-port",
                String.valueOf(redis.port()),
                "--state-dir",
                stateDirectory);
    }
}
