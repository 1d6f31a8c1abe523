package org.pimtools.lab;

import java.util.List;

/** What happens to Redis around a run. */
enum RedisFault implements ChaosFault {
    /** Redis crashes and comes back on what it saved last. */
    REDIS_KILLED(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.crash(at.site());
        }
    },
    /** Redis crashes right behind a run that has ended, and comes back on what it saved last: what is reported as done stays done. */
    REDIS_KILLED_LATER(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Moment moment() {
            return Moment.AFTER;
        }

        @Override
        public boolean leavesWhatIsDone() {
            return true;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.crash(at.site());
        }
    },
    /** Redis has an append-only file, synchronised in one of the ways, crashes, and comes back on that file. */
    REDIS_APPENDING(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.crashAppending(at.site(), at.any(List.of("everysec", "no", "always")));
        }
    },
    /** Behind a run that has ended, somebody starts Redis from a dump that is older than it. */
    REDIS_OLDER(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Moment moment() {
            return Moment.AFTER;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.goBack(at.site());
        }
    },
    /** Every connection to Redis is cut. */
    REDIS_CUT(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.cut(at.site());
        }
    },
    /** The connection to Redis is cut before an EXEC reaches it. */
    REDIS_CUT_BEFORE_EXEC(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.cutAtExec(at.site(), 1 + at.random().nextInt(EXECS), false);
        }
    },
    /** The connection to Redis is cut when an EXEC is carried out, before its reply. */
    REDIS_CUT_AFTER_EXEC(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.cutAtExec(at.site(), 1 + at.random().nextInt(EXECS), true);
        }
    },
    /** Redis takes no writes, because its memory is full. */
    REDIS_FULL(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.fill(at.site());
        }
    },
    /** Redis takes no writes, because it cannot save. */
    REDIS_NOT_SAVING(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.keepFromSaving(at.site());
        }
    },
    /** Redis takes no writes, because it became a replica. */
    REDIS_READ_ONLY(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosRedis.failOver(at.site());
        }
    };

    /** A run has more. */
    private static final int EXECS = 12;

    private final List<ChaosPart> parts;

    RedisFault(ChaosPart... parts) {
        this.parts = List.of(parts);
    }

    @Override
    public List<ChaosPart> parts() {
        return parts;
    }
}
