package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.planner.plan.PlanCheck;
import org.pimtools.planner.plan.PlanDifference;
import org.pimtools.planner.plan.PlanView;
import org.pimtools.planner.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = {
            "Compares a plan with the database as it is now.",
            "Lists what is gone, new, renamed, moved or in another state of VMs, firewalls and load balancers; changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pim-planner check night.plan"},
        exitCodeList = {"0:the database is as planned", "5:it differs: see the list"})
final class CheckCommand extends LoggedCommand {
    private static final Comparator<PlanDifference> IN_THE_ORDER_FOUND = (one, other) -> 0;

    @Parameters(paramLabel = "PLAN", description = "the plan file")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrustedPlanners planners = new TrustedPlanners();

    @Mixin
    private SnapshotOptions database = new SnapshotOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        PlanView plan = PlanView.verify(file);
        planners.require(file, plan.header());
        Map<PlanDifference.Kind, Long> counts = new EnumMap<>(PlanDifference.Kind.class);
        PlanCheck.AsPlanned same;
        Path folder = Scratch.beside(file);
        try (Spool<PlanDifference> differences = new Spool<>(folder, PlanDifference.CODEC, IN_THE_ORDER_FOUND)) {
            try (SnapshotOptions.Source source =
                    database.open(output, plan.header().rehearsal())) {
                same = PlanCheck.run(plan, source.inventory(), source.schema(), folder, difference -> {
                    counts.merge(difference.kind(), 1L, Long::sum);
                    differences.add(difference);
                    output.line(text(difference));
                });
            }
            output.result("same", same.vms());
            if (same.others() > 0) {
                output.result("sameEntities", same.others());
            }
            output.result("differences", differences.all());
        }
        output.verdict((counts.isEmpty() ? "AS PLANNED: " : "NOT AS PLANNED: ") + Text.counted(same.vms(), "VM")
                + (same.others() == 0 ? "" : " and " + Text.grouped(same.others()) + " firewalls and load balancers")
                + (same.vms() == 1 && same.others() == 0 ? " is" : " are") + " as planned"
                + (counts.isEmpty()
                        ? ""
                        : ", different: "
                                + counts.entrySet().stream()
                                        .map(count -> Text.grouped(count.getValue()) + " " + label(count.getKey()))
                                        .collect(Collectors.joining(", "))));
        boolean asPlanned = counts.isEmpty();
        output.next(
                asPlanned
                        ? "pim-migrator " + ShellWord.of(file.getFileName())
                                + "    # on every Remote Services host: a dry run; with --identity if it has none of its own"
                        : NextPlan.line(spec, file, plan.header().rehearsal())
                                + "    # with --endpoints, --recipients and --datacenter as before");
        return asPlanned ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static String text(PlanDifference difference) {
        return difference.entity() + " " + difference.kind().text()
                + (difference.planned() == null ? "" : "; planned '" + difference.planned() + "'")
                + (difference.found() == null ? "" : "; found '" + difference.found() + "'");
    }

    private static String label(PlanDifference.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
