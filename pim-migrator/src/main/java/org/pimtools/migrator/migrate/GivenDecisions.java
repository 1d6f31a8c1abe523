package org.pimtools.migrator.migrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Told;
import org.pimtools.migrator.decision.Decisions;
import org.pimtools.migrator.decision.PlanScope;
import org.pimtools.migrator.load.PlanSection;

/** The decisions that a run is given, and whether it may go by them. */
final class GivenDecisions {

    private GivenDecisions() {}

    static PlanScope scope(PlanSection section) {
        return new PlanScope(
                section.header().planId(),
                section.start().datacenter(),
                section.vms(),
                section.entities(),
                section.machines(),
                section.endpoints());
    }

    /**
     * What the file decides about the VMs and other entities of this section, or nothing when no file is given.
     *
     * @param real true for a migration, which takes no decisions that were made for another plan
     * @throws ToolException when the file is not valid, or must not be taken
     */
    static Decisions read(Optional<Path> file, PlanSection section, boolean real, Output output) {
        if (file.isEmpty()) {
            return Decisions.none();
        }
        Decisions decisions = Decisions.read(file.get(), scope(section));
        decisions.madeForAnother().ifPresent(other -> {
            String what = "the decisions were made for plan " + other + ", not for plan "
                    + section.header().planId();
            if (real) {
                throw new ToolException(
                        ExitCode.UNSAFE,
                        what,
                        "make a dry run with them: it says which of them still hold, and writes them for this plan");
            }
            output.warn(what + ": look whether they still hold");
        });
        return decisions;
    }

    /**
     * Says that frozen work goes on with the decisions that it was frozen with.
     *
     * @param frozen the file that was kept with the work
     * @throws ToolException when others are given
     */
    static void requireFrozen(Optional<Path> given, Path frozen, PlanSection section, Output output) {
        if (given.isEmpty()) {
            return;
        }
        Decisions before = Files.exists(frozen) ? Decisions.read(frozen, scope(section)) : Decisions.none();
        List<String> differences = read(given, section, true, output).differences(before);
        if (!differences.isEmpty()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the work is frozen with other decisions than these: " + Told.of(differences),
                    "run again without --decisions to resume as it was decided; what is to be decided otherwise"
                            + " goes into a new plan, once this migration has ended");
        }
        output.line("the decisions are those that the work was frozen with");
    }
}
