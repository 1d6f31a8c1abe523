package org.pimtools.planner.command;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.cli.FingerprintConverter;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.hosts.HostKeys;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whose results and SQL files a command believes: those of the hosts that made the dry runs, and of hosts that the operator names. */
final class TrustedHosts {
    @Option(
            names = "--host-key",
            order = 42,
            paramLabel = "FINGERPRINT",
            converter = FingerprintConverter.class,
            description =
                    "believe files of the host with this key, as pim-migrator status prints it, and remember it for their"
                            + " datacenter in place of another one; may be repeated")
    private List<String> named = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The keys that count for files of this plan; a rehearsal's are kept apart. */
    HostKeys of(PlanLine.Header plan, TrustedPlanners planners) {
        return new HostKeys(planners.hosts(plan.rehearsal()), named, options -> SameCommand.with(command, options));
    }
}
