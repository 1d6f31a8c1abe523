package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.pimtools.testkit.doubles.CuttingProxy;
import org.pimtools.testkit.server.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What happens to a Redis. */
final class ChaosRedis {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ChaosRedis() {}

    /** It crashes and comes back on what it saved last. */
    static ChaosHarm crash(ChaosSite site) {
        server(site).kill();
        server(site).restart();
        return ChaosHarm.OVER;
    }

    /** It begins to keep an append-only file, crashes and comes back on that. @param sync as {@code appendfsync} takes it */
    static ChaosHarm crashAppending(ChaosSite site, String sync) {
        with(site, redis -> {
            redis.configSet("appendfsync", sync);
            redis.configSet("appendonly", "yes");
            await(redis, "aof_rewrite_in_progress:0");
        });
        server(site).kill();
        server(site).restart("--appendonly", "yes", "--appendfsync", sync);
        return ChaosHarm.until(() -> with(site, redis -> {
            redis.configSet("appendonly", "no");
            RedisSaves.save(redis);
        }));
    }

    /** It comes back on the dump that it had before the run. */
    static ChaosHarm goBack(ChaosSite site) {
        server(site).kill();
        try {
            Files.copy(site.olderDump(), server(site).dump(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server(site).restart();
        return ChaosHarm.OVER;
    }

    static ChaosHarm cut(ChaosSite site) {
        with(site, redis -> redis.clientKill(new ClientKillParams().type(ClientType.NORMAL)));
        return ChaosHarm.OVER;
    }

    /** The run's connection is cut at an EXEC. @param carriedOut whether Redis has got it */
    static ChaosHarm cutAtExec(ChaosSite site, int number, boolean carriedOut) {
        try {
            CuttingProxy proxy = new CuttingProxy(server(site).port(), number, carriedOut);
            site.reachRedisBy(proxy.port());
            return ChaosHarm.until(() -> {
                site.reachRedisBy(server(site).port());
                proxy.close();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every write is answered with {@code -OOM}. */
    static ChaosHarm fill(ChaosSite site) {
        with(site, redis -> redis.configSet("maxmemory", "1"));
        return ChaosHarm.until(() -> with(site, redis -> redis.configSet("maxmemory", "0")));
    }

    /** Every write is answered with {@code -MISCONF}: a folder has the name of the dump. */
    static ChaosHarm keepFromSaving(ChaosSite site) {
        Path dump = server(site).dump();
        Path aside = dump.resolveSibling("aside.rdb");
        with(site, redis -> {
            move(dump, aside);
            try {
                Files.createDirectory(dump);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            RedisSaves.begin(redis);
            await(redis, "rdb_last_bgsave_status:err");
        });
        return ChaosHarm.until(() -> with(site, redis -> {
            try {
                Files.delete(dump);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            move(aside, dump);
            RedisSaves.save(redis);
        }));
    }

    /** Every write is answered with {@code -READONLY}: it is the replica of a server that nobody runs. */
    static ChaosHarm failOver(ChaosSite site) {
        with(site, redis -> redis.replicaof("127.0.0.1", 1));
        return ChaosHarm.until(() -> with(site, Jedis::replicaofNoOne));
    }

    private static RedisServer server(ChaosSite site) {
        return site.platform().redis(site.datacenter());
    }

    private static void with(ChaosSite site, Consumer<Jedis> work) {
        try (Jedis redis = site.redis()) {
            work.accept(redis);
        }
    }

    private static void await(Jedis redis, String fact) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!redis.info("persistence").contains(fact)) {
            if (Instant.now().isAfter(end)) {
                throw new RehearsalException("Redis did not come to " + fact);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
