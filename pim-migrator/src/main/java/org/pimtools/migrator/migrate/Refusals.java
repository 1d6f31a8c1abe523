package org.pimtools.migrator.migrate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.journal.WorkLine;

/** What keeps a migration from beginning, found before anything is connected to; all of it with UNSAFE. */
final class Refusals {
    /** How far the clocks of a controller and a host may be apart. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private Refusals() {}

    /**
     * What keeps this plan from being migrated, the most important first; a plan whose migration goes on is not asked about.
     *
     * @param newest the newest migration here, if there was one with another plan or one that was rolled back
     * @param ended whether that one came to its end, or was rolled back
     */
    static List<ToolException> of(
            PlanLine.Header plan, Duration maxAge, Instant now, Optional<WorkLine.Header> newest, boolean ended) {
        List<ToolException> refusals = new ArrayList<>();
        if (plan.rehearsal()) {
            refusals.add(new ToolException(
                    ExitCode.UNSAFE,
                    "the plan is for a rehearsal",
                    "make a plan of the updated database with pim-planner plan, without --rehearsal"));
        }
        newest.ifPresent(migrated -> refusals.addAll(afterAnother(plan, migrated, ended)));
        if (plan.created().isAfter(now.plus(CLOCKS_DIFFER))) {
            refusals.add(new ToolException(
                    ExitCode.UNSAFE,
                    "the plan was made at " + plan.created()
                            + ", which is in the future: it would block all plans until then",
                    "correct the clock of this host, or that of the controller and plan again"));
        }
        if (plan.created().isBefore(now.minus(maxAge))) {
            refusals.add(new ToolException(
                    ExitCode.UNSAFE,
                    "the plan was made at " + plan.created() + ", which is too long ago",
                    "make a new plan, or allow more with --max-plan-age if nothing changed since"));
        }
        return refusals;
    }

    private static List<ToolException> afterAnother(PlanLine.Header plan, WorkLine.Header newest, boolean ended) {
        List<ToolException> refusals = new ArrayList<>();
        if (plan.created().isBefore(newest.planCreated())) {
            refusals.add(new ToolException(
                    ExitCode.UNSAFE,
                    "the plan is older than plan " + newest.planId() + ", which was migrated here already",
                    "use the newest plan"));
        }
        if (!ended) {
            refusals.add(new ToolException(
                    ExitCode.UNSAFE,
                    "the migration of plan " + newest.planId() + " is not finished here",
                    "run that plan again with --no-dry-run first: it resumes and needs no inventory"));
        }
        return refusals;
    }
}
