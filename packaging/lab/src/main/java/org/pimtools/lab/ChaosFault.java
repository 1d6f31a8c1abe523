package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What breaks around a run, or in it, besides its own death. */
enum ChaosFault {
    /** Redis crashes and comes back on what it saved last. */
    REDIS_KILLED(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        void harm(ChaosSite site, Random random) {
            site.platform().redis(site.datacenter()).kill();
            site.platform().redis(site.datacenter()).restart();
        }
    },
    /** Every connection to Redis is cut. */
    REDIS_CUT(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        void harm(ChaosSite site, Random random) {
            try (Jedis redis = site.redis()) {
                redis.clientKill(new ClientKillParams().type(ClientType.NORMAL));
            }
        }
    },
    /** Redis takes no writes, because its memory is full. */
    REDIS_FULL(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        void harm(ChaosSite site, Random random) {
            memory(site, "1");
        }

        @Override
        void heal(ChaosSite site) {
            memory(site, "0");
        }

        private void memory(ChaosSite site, String bytes) {
            try (Jedis redis = site.redis()) {
                redis.configSet("maxmemory", bytes);
            }
        }
    },
    /** Redis takes no writes, because it became a replica. */
    REDIS_READ_ONLY(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        void harm(ChaosSite site, Random random) {
            try (Jedis redis = site.redis()) {
                // of a master that nobody runs
                redis.replicaof("127.0.0.1", 1);
            }
        }

        @Override
        void heal(ChaosSite site) {
            try (Jedis redis = site.redis()) {
                redis.replicaofNoOne();
            }
        }
    },
    /** The database crashes and comes back. */
    DATABASE_KILLED(ChaosPart.APPLY, ChaosPart.APPLY_BACK) {
        @Override
        void harm(ChaosSite site, Random random) {
            site.platform().kinton().server().kill();
        }

        @Override
        void heal(ChaosSite site) {
            site.platform().kinton().server().restart();
        }
    },
    /** Every connection of the tool to the database is cut. */
    DATABASE_CUT(ChaosPart.APPLY, ChaosPart.APPLY_BACK) {
        @Override
        void harm(ChaosSite site, Random random) {
            try (Connection connection = site.platform().kinton().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("KILL USER '" + Platform.UPDATER + "'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    },
    /** A sync of a file fails once. */
    SYNC_FAILS(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Optional<List<String>> wrapper(ChaosMeasure measure, Path trace, Random random) {
            return Optional.of(ChaosCalls.failing(trace, measure.calls().anySync(random), "EIO", false));
        }
    },
    /** From some moment on the disk is full, as the sync of a file says. */
    DISK_FULL(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Optional<List<String>> wrapper(ChaosMeasure measure, Path trace, Random random) {
            return Optional.of(ChaosCalls.failing(trace, measure.calls().anySync(random), "ENOSPC", true));
        }
    },
    /** The host loses its power: what was not synced of the journal is gone, or has a hole of zeros. */
    POWER_LOST(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        boolean kills() {
            return true;
        }

        @Override
        void afterDeath(ChaosSite site, Random random) {
            site.journal().ifPresent(journal -> tear(journal, random));
        }
    },
    /** The state directory is lost: nothing may go on without it, and once it is back everything does. */
    STATE_LOST(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        boolean kills() {
            return true;
        }

        @Override
        boolean takesTheState() {
            return true;
        }
    };

    private static final int PAGE = 4096;
    private static final int DIGITS = 20;

    private final Set<ChaosPart> parts;

    ChaosFault(ChaosPart... parts) {
        this.parts = EnumSet.copyOf(List.of(parts));
    }

    Set<ChaosPart> parts() {
        return parts;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Does it, at some moment of a run. */
    void harm(ChaosSite site, Random random) {}

    /** Ends it, once the run has ended. */
    void heal(ChaosSite site) {}

    /** What stands in front of the command instead; empty where it is done at a moment of the run. */
    Optional<List<String>> wrapper(ChaosMeasure measure, Path trace, Random random) {
        return Optional.empty();
    }

    /** Whether the run is killed by it. */
    boolean kills() {
        return false;
    }

    void afterDeath(ChaosSite site, Random random) {}

    boolean takesTheState() {
        return false;
    }

    /** What lies behind the synced length is cut off somewhere, and of what is left a page may be zeros. */
    private static void tear(Path journal, Random random) {
        try {
            Path length = journal.resolveSibling("journal.jsonl.synced");
            long synced = Files.exists(length)
                    ? Long.parseLong(Files.readString(length).substring(0, DIGITS))
                    : 0;
            try (FileChannel file = FileChannel.open(journal, StandardOpenOption.WRITE)) {
                long behind = file.size() - synced;
                if (behind <= 0) {
                    return;
                }
                long kept = synced + (long) (behind * random.nextDouble());
                file.truncate(kept);
                long hole = synced + (long) ((kept - synced) * random.nextDouble());
                file.write(ByteBuffer.allocate((int) Math.min(PAGE, kept - hole)), hole);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
