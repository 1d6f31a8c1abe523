package org.pimtools.migrator.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.datacenter.DatacenterWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.Exposure;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.output.Output;
import org.pimtools.common.secret.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pim-migrator keygen}: an identity of this host's own. */
@Command(
        name = "keygen",
        description = {
            "Makes an identity of this host's own, once, and shows its recipient.",
            "With pim-planner plan --recipients only this host can open its credentials. A run uses it when no --identity is given. It never leaves this host; the recipient is no secret."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator keygen",
            "  ssh rs-host-1 pim-migrator keygen --format json |",
            "      jq -r .result.line >> recipients.txt",
        })
final class KeygenCommand extends LoggedCommand {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the identity; default: " + IdentityOption.HOST_IDENTITY + " in the state directory")
    private Path given;

    @Mixin
    private StateOptions state = new StateOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        Path file = given != null ? given : state.stateDir().resolve(IdentityOption.HOST_IDENTITY);
        boolean made = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        Identity identity = made ? make(file) : existing(file, output);
        String recipient = identity.recipient().text();
        output.line("identity   " + file + (made ? "" : ", which was made before"));
        output.line("recipient  " + recipient);
        output.result("identity", file);
        output.result("recipient", recipient);
        output.result("made", made);
        Optional<DatacenterId> datacenter = state.datacenter();
        output.line("line for the file of pim-planner plan --recipients:");
        output.line(datacenter.map(DatacenterWord::word).orElse("DATACENTER") + " " + recipient);
        if (datacenter.isEmpty()) {
            output.warn(
                    "the datacenter of this host is not known: put its abiquo.datacenter.id in, or give it with --datacenter");
        }
        datacenter.ifPresent(id -> {
            output.result("datacenter", id.toString());
            output.result("line", DatacenterWord.word(id) + " " + recipient);
        });
        output.next(
                "pim-planner plan -o night.plan --recipients recipients.txt    # on the controller; the lines of all hosts are in that file");
        return ExitCode.DONE;
    }

    private Identity make(Path file) {
        Identity identity = Identity.generate();
        try {
            if (given == null) {
                PrivateFiles.directories(state.stateDir());
            }
            AtomicFile.writeNew(
                    file, out -> out.write(identity.fileContent().reveal().getBytes(StandardCharsets.US_ASCII)));
            return identity;
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write the identity " + file + ": " + FileFailure.reason(e),
                    "make room, or choose a directory that you may write, with -o",
                    e);
        }
    }

    private static Identity existing(Path file, Output output) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Exposure.warnings(file, "the identity").forEach(output::warn);
            return Identity.read(in, file.toString());
        } catch (ToolException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " is there already and is not an age identity",
                    "give another file with -o: nothing is ever overwritten",
                    e);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read " + file + ", which is there already: " + FileFailure.reason(e),
                    "run as its owner, or give another file with -o",
                    e);
        }
    }
}
