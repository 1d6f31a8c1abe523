package org.pimtools.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A defect that is put into a tool, to prove that what chaos compares would show it. */
enum ChaosDefect {
    /** The journal has the outcome of a change that is not made yet. */
    OUTCOME_BEFORE_ACT(Way.AGENT, 10) {
        @Override
        void attempt(ChaosPlatformRun run, int pass) throws InterruptedException {
            run.killsInTheFirstBatch(pass);
        }
    },
    /** The system calls that synchronise files do nothing. */
    NO_SYNC(Way.CALLS, 10) {
        @Override
        void attempt(ChaosPlatformRun run, int pass) throws InterruptedException {
            meet(run, HostFault.POWER_LOST, pass);
        }
    },
    /** A chunk of the SQL file is executed whatever its rows hold. */
    UNGUARDED_SQL(Way.AGENT, 2) {
        @Override
        void attempt(ChaosPlatformRun run, int pass) throws InterruptedException {
            meet(run, OthersFault.ROW_CHANGED, pass);
        }
    },
    /** A rollback undoes what somebody else has changed since. */
    BLIND_UNDO(Way.AGENT, 2) {
        @Override
        void attempt(ChaosPlatformRun run, int pass) throws InterruptedException {
            meet(run, OthersFault.SUBSCRIPTION_CHANGED, pass);
        }
    },
    /** A run ends before Redis has saved. */
    NO_BARRIER(Way.AGENT, 2) {
        @Override
        void attempt(ChaosPlatformRun run, int pass) throws InterruptedException {
            meet(run, RedisFault.REDIS_KILLED_LATER, pass);
        }
    };

    /** How it is put in. */
    private enum Way {
        AGENT,
        CALLS
    }

    private final Way way;
    private final int passes;

    ChaosDefect(Way way, int passes) {
        this.way = way;
        this.passes = passes;
    }

    /** Breaks what the defect would show in. */
    abstract void attempt(ChaosPlatformRun run, int pass) throws InterruptedException;

    static void meet(ChaosPlatformRun run, ChaosFault fault, int pass) throws InterruptedException {
        run.fault(fault, fault.part(ChaosPart.ofThePlatform(), pass).orElseThrow(), pass);
    }

    /** Whether it is the planner's, and not the migrator's. */
    boolean isOfThePlanner() {
        return this == UNGUARDED_SQL;
    }

    /** After so many attempts it must have shown. */
    int passes() {
        return passes;
    }

    /** Whether it is in the tool's classes, rather than in what surrounds them. */
    boolean isInClasses() {
        return way == Way.AGENT;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ChaosDefect> of(String word) {
        return Arrays.stream(values())
                .filter(defect -> defect.word().equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ChaosDefect::word).collect(Collectors.toList());
    }
}
