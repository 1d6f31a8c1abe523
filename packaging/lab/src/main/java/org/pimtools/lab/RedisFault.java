package org.pimtools.lab;

import java.util.List;

/** What happens to Redis around a run. */
enum RedisFault implements ChaosFault {
    /** Redis crashes and comes back on what it saved last. */
    REDIS_KILLED(Moment.DURING, at -> ChaosRedis.crash(at.site())),
    /** Redis crashes right behind a run that has ended, and comes back on what it saved last: what is reported as done stays done. */
    REDIS_KILLED_LATER(Moment.AFTER, at -> ChaosRedis.crash(at.site())) {
        @Override
        public boolean leavesWhatIsDone() {
            return true;
        }
    },
    /** Redis has an append-only file, synchronised in one of the ways, crashes, and comes back on that file. */
    REDIS_APPENDING(
            Moment.DURING, at -> ChaosRedis.crashAppending(at.site(), at.any(List.of("everysec", "no", "always")))),
    /** Behind a run that has ended, somebody starts Redis from a dump that is older than it. */
    REDIS_OLDER(Moment.AFTER, at -> ChaosRedis.goBack(at.site())),
    /** Every connection to Redis is cut. */
    REDIS_CUT(Moment.DURING, at -> ChaosRedis.cut(at.site())),
    /** The connection to Redis is cut before an EXEC reaches it. */
    REDIS_CUT_BEFORE_EXEC(Moment.BEFORE, at -> ChaosRedis.cutAtExec(at.site(), anyExec(at), false)),
    /** The connection to Redis is cut when an EXEC is carried out, before its reply. */
    REDIS_CUT_AFTER_EXEC(Moment.BEFORE, at -> ChaosRedis.cutAtExec(at.site(), anyExec(at), true)),
    /** Redis takes no writes, because its memory is full. */
    REDIS_FULL(Moment.DURING, at -> ChaosRedis.fill(at.site())),
    /** Redis takes no writes, because it cannot save. */
    REDIS_NOT_SAVING(Moment.DURING, at -> ChaosRedis.keepFromSaving(at.site())),
    /** Redis takes no writes, because it became a replica. */
    REDIS_READ_ONLY(Moment.DURING, at -> ChaosRedis.failOver(at.site()));

    /** A run has more. */
    private static final int EXECS = 12;

    private final Moment moment;
    private final Deed deed;

    RedisFault(Moment moment, Deed deed) {
        this.moment = moment;
        this.deed = deed;
    }

    @Override
    public List<ChaosPart> parts() {
        return List.of(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK);
    }

    @Override
    public Moment moment() {
        return moment;
    }

    @Override
    public ChaosHarm harm(ChaosMoment at) throws InterruptedException {
        return deed.to(at);
    }

    private static int anyExec(ChaosMoment at) {
        return 1 + at.random().nextInt(EXECS);
    }
}
