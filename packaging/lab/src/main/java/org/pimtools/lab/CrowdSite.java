package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.Kinton;
import redis.clients.jedis.Jedis;

/** A crowd of one datacenter with its database, its Redis and a plan, ready for its host to migrate. Who plays the vCenter is another's affair. */
final class CrowdSite implements AutoCloseable {
    private static final String STATE = "host";

    /** Saving a million subscriptions takes Redis longer than a client waits by default. */
    private static final int PATIENCE_MILLIS = 300_000;

    private final Crowd crowd;
    private final Path checkout;
    private final Path directory;
    private final MariaDbServer server;
    private final RedisServer redis;
    private final Database kinton;

    private CrowdSite(Crowd crowd, Trial.Setting setting, MariaDbServer server, RedisServer redis) {
        this.crowd = crowd;
        this.checkout = setting.checkout();
        this.directory = setting.directory();
        this.server = server;
        this.redis = redis;
        this.kinton = server.createDatabase();
    }

    /** Makes everything; Redis keeps its data in the setting's directory and saves only when it is told to. */
    static CrowdSite make(Crowd crowd, Crowd.VCenter vCenter, Trial.Setting setting) {
        MariaDbServer server = MariaDbServer.start("--innodb-buffer-pool-size=1G");
        RedisServer redis = null;
        try {
            Path dump = Files.createDirectories(setting.directory().resolve("redis"));
            redis = RedisServer.start("--dir", dump.toString(), "--save", "");
            CrowdSite site = new CrowdSite(crowd, setting, server, redis);
            try (Connection connection = site.kinton.connect()) {
                Kinton.create(connection);
                crowd.seed(connection, vCenter);
            }
            try (Jedis jedis = site.connectToRedis()) {
                crowd.seed(jedis, vCenter);
                RedisSaves.save(jedis);
            }
            site.plan(vCenter);
            return site;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            if (redis != null) {
                redis.close();
            }
            server.close();
            throw e;
        }
    }

    private void plan(Crowd.VCenter vCenter) throws IOException {
        Files.writeString(
                directory.resolve("endpoints.yaml"), """
                endpoints:
                  - match: {type: VCENTER_CLUSTER, address: "%s", port: %d}
                    pin: %s
                    rate: 1000
                """.formatted(vCenter.host(), vCenter.port(), vCenter.pin()));
        List<String> arguments = new ArrayList<>(List.of(
                "plan",
                "-o",
                "night.plan",
                "--endpoints",
                "endpoints.yaml",
                "--identity-out",
                "keys/night.identity",
                "--state-dir",
                "planner"));
        arguments.addAll(PlaceOptions.database(kinton, server.user()));
        Tool.of("pim-planner", checkout, directory)
                .asInstalled()
                .with(Map.of("PIM_DB_PASSWORD", server.password()))
                .run(arguments.toArray(String[]::new))
                .good("pim-planner");
    }

    Crowd crowd() {
        return crowd;
    }

    MariaDbServer server() {
        return server;
    }

    Database kinton() {
        return kinton;
    }

    RedisServer redis() {
        return redis;
    }

    Jedis connectToRedis() {
        return new Jedis(redis.host(), redis.port(), PATIENCE_MILLIS);
    }

    /** The file that Redis saved last. */
    Path dump() {
        return directory.resolve("redis/dump.rdb");
    }

    /** The migrator as it is installed, with more options for its JVM. */
    Tool migrator(String... options) {
        return Tool.of("pim-migrator", checkout, directory).asInstalled(options);
    }

    /** The command line of a dry run. @param more such as {@code --no-dry-run} */
    List<String> run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "night.plan", "--identity", "keys/night.identity"));
        arguments.addAll(PlaceOptions.host(crowd.datacenterUuid(1), redis, STATE));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    /** Where the migrator keeps this datacenter's state. */
    Path state() {
        return directory.resolve(STATE).resolve(crowd.datacenterUuid(1));
    }

    /** The newest file of the migrator whose name ends so. */
    Path latest(String ending) {
        try (Stream<Path> files = Files.walk(state())) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow(() -> new RehearsalException("the migrator left no " + ending));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws RehearsalException unless every subscription has its provider ID */
    void requireRekeyed() {
        try (Jedis jedis = connectToRedis()) {
            int rekeyed = crowd.rekeyed(jedis);
            if (rekeyed != crowd.deployed()) {
                throw new RehearsalException(rekeyed + " subscriptions are re-keyed instead of " + crowd.deployed());
            }
        }
    }

    @Override
    public void close() {
        redis.close();
        server.close();
    }
}
