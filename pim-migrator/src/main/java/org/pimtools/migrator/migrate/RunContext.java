package org.pimtools.migrator.migrate;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.StepContext;

/** Tells the steps of a run what they may know of it. */
public final class RunContext {
    private RunContext() {}

    /** Of a run on the section that it has. */
    public static StepContext of(
            PlanSection section,
            StateDirectory.RunFiles files,
            Optional<Supplier<Identity>> identity,
            RunMonitor monitor) {
        return of(section, section.machines(), files, identity, monitor);
    }

    /** @param machines by idHypervisor, where they are more than those of the section */
    public static StepContext of(
            PlanSection section,
            Map<Long, PlanLine.Machine> machines,
            StateDirectory.RunFiles files,
            Optional<Supplier<Identity>> identity,
            RunMonitor monitor) {
        return new StepContext(
                section.start().datacenter(),
                machines,
                section.endpoints(),
                () -> Inventories.secrets(section, identity),
                files.directory(),
                monitor::checkpoint);
    }
}
