package org.pimtools.migrator.migrate;

import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.state.FormerValues;

/**
 * What the table of VMs and its columns are called in the database.
 *
 * @param longest characters that the provider ID's column holds
 */
record VmTable(
        String table, String idVm, String uuid, String name, String idHypervisor, String providerId, long longest) {
    private static final String VM = "virtualmachine";

    /**
     * Takes the names from the profile that the plan was made with, and the length from the plan. Before the database is
     * updated there is no column yet, so a rehearsal takes any length.
     *
     * @throws ToolException when the plan was made with another profile, or does not know the column
     */
    static VmTable of(PlanLine.Header plan, SchemaProfile profile) {
        if (!plan.profile().equals(profile.name())) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the plan was made with the schema profile " + plan.profile() + ", not with " + profile.name(),
                    "give the file that pim-planner plan was given, with --profile");
        }
        String table = profile.table(VM);
        String providerId = profile.column(VM, "provider_id");
        return new VmTable(
                table,
                profile.column(VM, "idVM"),
                profile.column(VM, "UUID"),
                profile.column(VM, "name"),
                profile.column(VM, "idHypervisor"),
                providerId,
                longest(plan, table, providerId));
    }

    /** What earlier migrations wrote into this table. */
    FormerValues former(List<WorkFile> works) {
        return FormerValues.of(works, table, providerId, uuid);
    }

    /** How many characters a column holds that the plan names; any number in a rehearsal, before there is such a column. */
    static long longest(PlanLine.Header plan, String table, String column) {
        for (PlanLine.TargetColumn target : plan.columns()) {
            if (target.table().equals(table) && target.column().equals(column)) {
                return target.length();
            }
        }
        if (plan.rehearsal()) {
            return Long.MAX_VALUE;
        }
        throw new ToolException(
                ExitCode.INVALID_INPUT,
                "the plan does not say how long a provider ID may be",
                "make a new plan with pim-planner plan");
    }
}
