package org.pimtools.migrator.command;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.rollback.Rollback;
import org.pimtools.migrator.rollback.RollbackRequest;
import org.pimtools.migrator.rollback.RollbackRequest.Part;
import org.pimtools.migrator.state.GivenPlan;
import org.pimtools.migrator.state.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pim-migrator rollback}: back to what was before. */
@Command(
        name = "rollback",
        description = {
            "Rolls back everything that was migrated here, by all plans, or chosen VMs.",
            "Without --no-dry-run it only looks whether it could, and the platform may run.",
            "With --no-dry-run the subscriptions in Redis get back their old names, and the rollback file for the database is written."
                    + " What changed since the migration is named and left alone. An interrupted rollback resumes when the same"
                    + " command is run again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator rollback",
            "  pim-migrator rollback --no-dry-run",
            "  pim-migrator rollback --vm 4711 --vm 4712 --no-dry-run",
            "  pim-migrator rollback --only backup",
            "      after the dumps of Redis and of the database were restored",
        })
final class RollbackCommand extends LoggedCommand {
    @Spec
    private CommandSpec spec;

    @Option(names = "--no-dry-run", description = "roll back; the platform must be stopped")
    private boolean real;

    @Option(
            names = "--vm",
            paramLabel = "VM",
            split = ",",
            converter = VmName.class,
            description = "only these VMs, each by its idVM or its UUID; can be given several times")
    private List<String> vms = List.of();

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            completionCandidates = Steps.Parts.class,
            converter = Steps.Part.class,
            description =
                    "only these parts: the steps by their names (redis, the subscriptions); sql, the rollback file for the"
                            + " database; backup, the list of jobs that must have their old names again")
    private Set<String> parts = new LinkedHashSet<>(new Steps.Parts());

    @Mixin
    private IdentityOption identity = new IdentityOption();

    @Mixin
    private PlatformOption platform = new PlatformOption();

    @Mixin
    private StateOptions host = new StateOptions();

    @Mixin
    private RedisOptions redis = new RedisOptions();

    @Override
    protected ExitCode run(Output output) throws Exception {
        StateDirectory state = StateDirectory.existing(host.stateDir(), host.datacenter());
        RollbackRequest request = new RollbackRequest(
                Steps.of(redis.settings(host.settings(), output)).only(parts),
                identity.supplier(input(), host.stateDir(), output),
                real,
                vms,
                files(),
                platform.directory(),
                toolAndVersion());
        Ending ending;
        try (Interrupt interrupt = Interrupt.install();
                ScreenMonitor screen = new ScreenMonitor(output, interrupt)) {
            ending = new Rollback(request, state, output, screen).run();
        }
        Endings.print(ending, output);
        if (!real) {
            output.line("dry run: nothing was changed; what is re-keyed would get back its old name");
        } else if (vms.isEmpty()) {
            output.line("the update files of this datacenter must not be applied any more");
        }
        if (ending.files().containsKey("update")) {
            output.line("the update file has the VMs that stay migrated: it takes the place of older ones");
        }
        output.verdict(ending.verdict());
        output.next(next(ending, state.migratedPlan()));
        return ending.exit();
    }

    private Set<Part> files() {
        Set<Part> files = EnumSet.noneOf(Part.class);
        if (parts.contains(Steps.Parts.SQL)) {
            files.add(Part.SQL);
        }
        if (parts.contains(Steps.Parts.BACKUP)) {
            files.add(Part.BACKUP);
        }
        return files;
    }

    private String next(Ending ending, Optional<GivenPlan> plan) {
        if (!real) {
            return NextCommand.of(NextCommand.arguments(spec), List.of("--no-dry-run"));
        }
        if (ending.exit() == ExitCode.PARTIAL) {
            return NextCommand.of(NextCommand.arguments(spec), List.of());
        }
        return ending.files().containsKey("rollback")
                ? NextCommand.onController(
                        "apply " + ShellWord.of(ending.files().get("rollback").getFileName()),
                        plan,
                        "on the controller, if an update file was applied there")
                : NextCommand.other(spec, "verify");
    }
}
