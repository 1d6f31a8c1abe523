package org.pimtools.migrator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.state.Finished;

/** What keeps a migration from beginning, found before anything is connected to. Every check throws with UNSAFE. */
final class Refusals {
    private Refusals() {}

    static void platformRuns(PlatformProcess platform) {
        platform.find().ifPresent(pid -> {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the platform runs on this host: process " + pid,
                    "stop abiquo-tomcat, then run again; a dry run may be made while it runs");
        });
    }

    static void planUnfit(PlanLine.Header plan, Duration maxAge, Instant now) {
        if (plan.rehearsal()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the plan is for a rehearsal",
                    "make a plan of the updated database with pim-planner plan, without --rehearsal");
        }
        if (plan.created().isBefore(now.minus(maxAge))) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the plan was made at " + plan.created() + ", which is too long ago",
                    "make a new plan, or allow more with --max-plan-age if nothing changed since");
        }
    }

    /** @param newest the newest migration here, which has another plan */
    static void otherMigration(PlanLine.Header plan, WorkLine.Header newest, Optional<Finished> finished) {
        if (plan.created().isBefore(newest.planCreated())) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the plan is older than plan " + newest.planId() + ", which was migrated here already",
                    "use the newest plan");
        }
        if (finished.filter(last -> last.migration().equals(newest.run())).isEmpty()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the migration of plan " + newest.planId() + " is not finished here",
                    "run that plan again with --no-dry-run first: it goes on and needs no inventory");
        }
    }
}
