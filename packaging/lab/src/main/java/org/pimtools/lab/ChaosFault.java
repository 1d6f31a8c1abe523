package org.pimtools.lab;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.pimtools.testkit.server.MariaDbServer;

/** What breaks around a run, or in it, besides its own death. */
enum ChaosFault {
    /** Redis crashes and comes back on what it saved last. */
    REDIS_KILLED(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.crash(at.site());
        }
    },
    /** Redis crashes right behind a run that has ended, and comes back on what it saved last: what is reported as done stays done. */
    REDIS_KILLED_LATER(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Moment moment() {
            return Moment.AFTER;
        }

        @Override
        boolean leavesWhatIsDone() {
            return true;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.crash(at.site());
        }
    },
    /** Redis has an append-only file, synchronised in one of the ways, crashes, and comes back on that file. */
    REDIS_APPENDING(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.crashAppending(at.site(), at.any(List.of("everysec", "no", "always")));
        }
    },
    /** Behind a run that has ended, somebody starts Redis from a dump that is older than it. */
    REDIS_OLDER(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Moment moment() {
            return Moment.AFTER;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.goBack(at.site());
        }
    },
    /** Every connection to Redis is cut. */
    REDIS_CUT(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.cut(at.site());
        }
    },
    /** The connection to Redis is cut before an EXEC reaches it. */
    REDIS_CUT_BEFORE_EXEC(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.cutAtExec(at.site(), 1 + at.random().nextInt(EXECS), false);
        }
    },
    /** The connection to Redis is cut when an EXEC is carried out, before its reply. */
    REDIS_CUT_AFTER_EXEC(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.cutAtExec(at.site(), 1 + at.random().nextInt(EXECS), true);
        }
    },
    /** Redis takes no writes, because its memory is full. */
    REDIS_FULL(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.fill(at.site());
        }
    },
    /** Redis takes no writes, because it cannot save. */
    REDIS_NOT_SAVING(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.keepFromSaving(at.site());
        }
    },
    /** Redis takes no writes, because it became a replica. */
    REDIS_READ_ONLY(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.failOver(at.site());
        }
    },
    /** Somebody renames a subscription that was migrated, before the rollback. */
    SUBSCRIPTION_CHANGED(ChaosPart.ROLL_BACK) {
        @Override
        Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosStranger.renames(at.site(), at.any(at.measure().subscriptions()));
        }
    },
    /** The vCenter cuts the connection in the middle of its answer, once or as often as it is asked again. */
    PROVIDER_CUTS(ChaosPart.MIGRATE) {
        @Override
        Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return at.site().platform().cutVsphere(1);
        }
    },
    /** The backup server accepts connections and cuts them. */
    BACKUP_CUTS(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) {
            return at.site().platform().backups().cut(at.site().datacenter());
        }
    },
    /** The migrator stands still while another host begins with a copy of its state: that one must not get to work. */
    SECOND_MIGRATOR(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) throws InterruptedException {
            return ChaosRivals.begin(at);
        }
    },
    /** The migrator stands still and Redis loses it, as in a partition; another host works meanwhile, and then both go on. */
    MIGRATOR_CUT_OFF(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        ChaosHarm harm(ChaosMoment at) throws InterruptedException {
            return ChaosRivals.replace(at);
        }
    },
    /** The database crashes and comes back. */
    DATABASE_KILLED(ChaosPart.APPLY, ChaosPart.MODULE_UPDATE, ChaosPart.APPLY_BACK, ChaosPart.MODULE_ROLL_BACK) {
        @Override
        ChaosHarm harm(MariaDbServer server, String user) {
            server.kill();
            return ChaosHarm.until(server::restart);
        }
    },
    /** Every connection of the tool to the database is cut. */
    DATABASE_CUT(ChaosPart.MODULE_ROLL_BACK, ChaosPart.APPLY_BACK, ChaosPart.MODULE_UPDATE, ChaosPart.APPLY) {
        @Override
        ChaosHarm harm(MariaDbServer server, String user) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("KILL USER '" + user + "'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return ChaosHarm.OVER;
        }
    },
    /** Somebody changes a row that the SQL file is about, before it is applied. */
    ROW_CHANGED(ChaosPart.APPLY_BACK, ChaosPart.APPLY) {
        @Override
        Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        ChaosHarm harm(ChaosMoment at) {
            return ChaosStranger.sets(at.site(), at.any(at.site().migratedRows()));
        }
    },
    /** A sync of a file fails once. */
    SYNC_FAILS(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Optional<List<String>> wrapper(ChaosPace pace, Path trace, Random random) {
            return Optional.of(ChaosCalls.failing(trace, pace.calls().anySync(random), "EIO", false));
        }
    },
    /** From some moment on the disk is full, as the sync of a file says. */
    DISK_FULL(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        Optional<List<String>> wrapper(ChaosPace pace, Path trace, Random random) {
            return Optional.of(ChaosCalls.failing(trace, pace.calls().anySync(random), "ENOSPC", true));
        }
    },
    /** From some moment on the disk is read-only: no file gets its name or is synchronised. */
    DISK_READ_ONLY(ChaosPart.ROLL_BACK, ChaosPart.MIGRATE) {
        @Override
        Optional<List<String>> wrapper(ChaosPace pace, Path trace, Random random) {
            ChaosCalls.Place place = new ChaosCalls.Place(
                    "fdatasync,fsync,rename,mkdir", pace.calls().anySync(random).number());
            return Optional.of(ChaosCalls.failing(trace, place, "EROFS", true));
        }
    },
    /** The host loses its power: of what was not synced, bytes are cut off or zeros, and names are gone. */
    POWER_LOST(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        boolean kills() {
            return true;
        }

        @Override
        boolean losesPower() {
            return true;
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
    },
    /** A run is killed, and the next one has a clock that is an hour ahead. */
    CLOCK_AHEAD(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        boolean kills() {
            return true;
        }

        @Override
        Optional<List<String>> resumedUnder() {
            return Optional.of(ChaosCalls.clock("+3600"));
        }
    },
    /** A run is killed, and the next one has a clock that is an hour behind. */
    CLOCK_BEHIND(ChaosPart.ROLL_BACK, ChaosPart.MIGRATE) {
        @Override
        boolean kills() {
            return true;
        }

        @Override
        Optional<List<String>> resumedUnder() {
            return Optional.of(ChaosCalls.clock("-3600"));
        }
    };

    /** A run has more. */
    private static final int EXECS = 12;

    /** When it is done. */
    enum Moment {
        BEFORE,
        DURING,
        AFTER
    }

    private final List<ChaosPart> parts;

    ChaosFault(ChaosPart... parts) {
        this.parts = List.of(parts);
    }

    /** The parts that it can break, in the order in which it does. */
    List<ChaosPart> parts() {
        return parts;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Moment moment() {
        return Moment.DURING;
    }

    /** Does it to the platform. */
    ChaosHarm harm(ChaosMoment at) throws InterruptedException {
        return harm(at.site().platform().kinton().server(), Platform.UPDATER);
    }

    /** Does it to a database. @param user who works there */
    ChaosHarm harm(MariaDbServer server, String user) {
        return ChaosHarm.OVER;
    }

    /** What stands in front of the command and does it; empty where nothing does. */
    Optional<List<String>> wrapper(ChaosPace pace, Path trace, Random random) {
        return Optional.empty();
    }

    /** Whether everything must be as behind an undisturbed run although nothing is run again. */
    boolean leavesWhatIsDone() {
        return false;
    }

    /** Whether the run is killed by it. */
    boolean kills() {
        return false;
    }

    boolean losesPower() {
        return false;
    }

    boolean takesTheState() {
        return false;
    }

    /** What stands in front of the command that resumes; empty where nothing does. */
    Optional<List<String>> resumedUnder() {
        return Optional.empty();
    }
}
