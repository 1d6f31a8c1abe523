package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.List;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.endpoints.EndpointsFile;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.migrator.endpoints.CheckedEndpoint;
import org.pimtools.migrator.endpoints.EndpointCheck;
import org.pimtools.migrator.migrate.LoginAttempts;
import org.pimtools.migrator.state.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pim-migrator check-endpoints}: whether all logins of an endpoints file work, before there is a plan. */
@Command(
        name = CheckEndpointsCommand.NAME,
        description = {
            "Logs in to every endpoint of an endpoints file and lists its VMs, before there is a plan.",
            "Shows of each how it is trusted, what it is and how many VMs it has. Changes nothing. A refused login is tried once and remembered, as in a run."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator check-endpoints paris.yaml",
            "  ssh rs-paris pim-migrator check-endpoints /dev/stdin < paris.yaml",
            "      from the controller, without a copy on the host",
        })
final class CheckEndpointsCommand extends LoggedCommand {
    static final String NAME = "check-endpoints";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the endpoints file that pim-planner endpoints wrote, filled in")
    private Path file;

    @Option(
            names = "--retry-logins",
            description = "try a login again that an endpoint refused before, although its password is the same")
    private boolean retryLogins;

    @Mixin
    private StateOptions host = new StateOptions();

    @Override
    protected ExitCode run(Output output) throws Exception {
        DatacenterId here = host.datacenter()
                .orElseThrow(() -> new ToolException(
                        ExitCode.USAGE,
                        "which datacenter this host serves is not known",
                        "give it with --datacenter, or abiquo.properties with --config"));
        StateDirectory state = new StateDirectory(host.stateDir(), here);
        PrivateFiles.directories(state.path());
        EndpointsFile given = EndpointsFile.read(file, output);
        EndpointCheck check;
        try (Interrupt interrupt = Interrupt.install();
                ScreenMonitor screen = new ScreenMonitor(output, interrupt)) {
            check = EndpointCheck.of(given, here, new LoginAttempts(state, question -> retryLogins), screen);
        }
        check.endpoints().forEach(endpoint -> output.line(endpoint.line()));
        check.notes().forEach(output::line);
        check.certificates().forEach(finding -> {
            output.line(finding.code().code() + " "
                    + finding.detail().lines().findFirst().orElseThrow());
            finding.detail().lines().skip(1).forEach(output::line);
        });
        output.result(
                "endpoints",
                check.endpoints().stream().map(CheckedEndpoint::json).toList());
        output.verdict(check.verdict());
        output.next(
                check.exit() == ExitCode.DONE
                        ? "pim-planner plan -o night.plan --endpoints %s    # on the controller"
                                .formatted(ShellWord.of(file.getFileName()))
                        : NextCommand.of(NextCommand.arguments(spec), List.of()));
        return check.exit();
    }
}
