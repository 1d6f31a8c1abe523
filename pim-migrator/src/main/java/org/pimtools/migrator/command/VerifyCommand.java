package org.pimtools.migrator.command;

import java.util.List;
import java.util.Optional;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.state.GivenPlan;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.verify.HostVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pim-migrator verify}: whether what was migrated still stands. */
@Command(
        name = "verify",
        description = {
            "Looks again at every subscription that was migrated, or rolled back, and lists what differs.",
            "With --identity it asks also whether the providers still have every provider ID. Changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pim-migrator verify", "  pim-migrator verify --identity night.identity --format json"})
final class VerifyCommand extends LoggedCommand {
    @Spec
    private CommandSpec spec;

    @Mixin
    private IdentityOption identity = new IdentityOption();

    @Mixin
    private StateOptions options = new StateOptions();

    @Mixin
    private RedisOptions redis = new RedisOptions();

    @Override
    protected ExitCode run(Output output) throws Exception {
        StateDirectory state = StateDirectory.existing(options.stateDir(), options.datacenter());
        HostVerification.Verified verified;
        try (Interrupt interrupt = Interrupt.install();
                ScreenMonitor screen = new ScreenMonitor(output, interrupt)) {
            verified = new HostVerification(
                            state,
                            Steps.of(redis.settings(options.settings(), output)),
                            identity.supplier(input(), output),
                            toolAndVersion(),
                            output,
                            screen)
                    .verify();
        }
        if (verified.rolledBack()) {
            output.line("the migration was rolled back: every subscription must have its old name");
        }
        output.result("rolledBack", verified.rolledBack());
        verified.differences().lines().forEach(output::line);
        output.line("verified  " + verified.file());
        output.line("page      " + verified.page());
        output.result("subscriptions", verified.subscriptions());
        output.result("providerIds", verified.providerIds());
        long differences = verified.differences().groups().stream()
                .mapToLong(group -> group.count())
                .sum();
        output.result("differences", differences);
        output.result("verified", verified.file().toString());
        output.result("page", verified.page().toString());
        output.verdict("%s: %s looked at, %s looked up%s"
                .formatted(
                        verified.exit() == ExitCode.DONE ? "VERIFIED" : "NOT VERIFIED",
                        Text.counted(verified.subscriptions(), "subscription"),
                        Text.counted(verified.providerIds(), "provider ID"),
                        differences == 0 ? "" : ", " + Text.counted(differences, "difference")));
        Optional<GivenPlan> plan = state.migratedPlan();
        output.next(
                verified.exit() == ExitCode.DONE
                        ? NextCommand.onController("verify", plan, "on the controller")
                        : verified.rolledBack()
                                ? NextCommand.other(spec, "rollback", "--no-dry-run")
                                : NextCommand.run(spec, plan, List.of("--no-dry-run")));
        return verified.exit();
    }
}
