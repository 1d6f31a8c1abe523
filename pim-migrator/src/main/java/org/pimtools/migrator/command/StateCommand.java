package org.pimtools.migrator.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.cli.FingerprintConverter;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.state.StateExport;
import org.pimtools.migrator.state.StateImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pim-migrator state}: the state of a datacenter as one file. */
@Command(
        name = "state",
        description = {
            "Writes the state of this datacenter into one file, or takes it over from one; connects to nothing.",
            "With the file another host of the datacenter resumes an interrupted migration, verifies it and rolls it back. It holds"
                    + " no password and no private key, and is signed with the key of the host that wrote it. A state that has"
                    + " something in it is never overwritten."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator state export paris.state",
            "  pim-migrator state import paris.state",
            "      shows who signed it; again with --host-key, once that was compared"
        })
final class StateCommand extends LoggedCommand {
    /** What is done with the file. */
    enum Action {
        EXPORT,
        IMPORT
    }

    @Parameters(
            index = "0",
            paramLabel = "export|import",
            description = "write the file, or take the state over from it")
    private Action action;

    @Parameters(index = "1", paramLabel = "FILE", description = "the state as one file")
    private Path file;

    @Option(
            names = "--host-key",
            paramLabel = "FINGERPRINT",
            converter = FingerprintConverter.class,
            description = "import only: believe a file that the host with this key has signed")
    private String hostKey;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateOptions options = new StateOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        switch (action) {
            case EXPORT -> exported(output);
            case IMPORT -> imported(output);
        }
        return ExitCode.DONE;
    }

    private void exported(Output output) throws IOException {
        StateDirectory state = StateDirectory.existing(options.stateDir(), options.datacenter());
        if (hostKey != null) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "--host-key is given with export",
                    "leave it out: a state is signed with this host's own key");
        }
        StateExport.Exported exported = new StateExport(state, toolAndVersion()).write(file);
        output.line("datacenter " + state.datacenter() + ": wrote " + Text.counted(exported.files(), "file") + " of "
                + state.path() + " to " + file);
        output.line("signed with this host's key, " + exported.fingerprint());
        output.line("keep it as safe as the dumps of Redis: who can change it decides what a rollback puts back");
        output.result("datacenter", state.datacenter().toString());
        output.result("files", exported.files());
        output.result("hostKey", exported.fingerprint());
        output.result("state", file);
    }

    private void imported(Output output) {
        StateDirectory state = new StateImport(
                        options.stateDir(), options.datacenter(), Optional.ofNullable(hostKey), this::believing)
                .read(file);
        output.line("datacenter " + state.datacenter() + ": its state is in " + state.path());
        output.line("signed by the host that wrote it, " + hostKey);
        output.line(
                "this host signs with a key of its own, which the controller has to accept: see pim-migrator status");
        output.result("datacenter", state.datacenter().toString());
        output.result("directory", state.path());
        output.next(NextCommand.other(spec, "status"));
    }

    private String believing(String fingerprint) {
        return NextCommand.of(NextCommand.arguments(spec), List.of("--host-key", fingerprint));
    }
}
