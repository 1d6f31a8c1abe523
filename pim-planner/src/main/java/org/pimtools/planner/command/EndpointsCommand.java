package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.planner.endpoints.EndpointsSkeleton;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.plan.DatacenterChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "endpoints",
        description =
                "Writes an endpoints file with all endpoints of the database, to fill in: passwords, fingerprints, addresses.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner endpoints -o endpoints.yaml",
            "  pim-planner endpoints -o paris.yaml --datacenter Paris"
        })
final class EndpointsCommand extends LoggedCommand {
    @Option(
            names = {"-o", "--output"},
            required = true,
            order = 1,
            paramLabel = "FILE",
            description = "the endpoints file; never overwritten; only its owner may read it")
    private Path file;

    @Option(
            names = "--datacenter",
            order = 2,
            paramLabel = "ID|NAME",
            description = "endpoints of this datacenter only; may be repeated")
    private List<String> datacenters = new ArrayList<>();

    @Mixin
    private SnapshotOptions database = new SnapshotOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        AtomicFile.requireNew(file);
        EndpointsSkeleton.Skeleton skeleton;
        try (SnapshotOptions.Source source = database.open(output, true)) {
            Platform platform =
                    Platform.read(source.inventory(), source.schema().state());
            skeleton = EndpointsSkeleton.of(DatacenterChoice.of(datacenters, platform.datacenters()), platform);
        }
        AtomicFile.writeNew(file, out -> out.write(skeleton.text().getBytes(StandardCharsets.US_ASCII)));
        output.line(file + " has " + skeleton.endpoints() + " endpoints; what it says wins over the database");
        output.result("file", file);
        if (skeleton.incomplete() > 0) {
            output.line(Text.counted(skeleton.incomplete(), "endpoint")
                    + (skeleton.incomplete() == 1 ? " needs" : " need")
                    + " a login that the database does not have, or has encrypted: see what is marked needed");
        }
        output.result("endpoints", skeleton.endpoints());
        output.result("incomplete", skeleton.incomplete());
        output.next("pim-planner plan -o night.plan --endpoints " + ShellWord.of(file)
                + "    # when you have filled it in");
        return ExitCode.DONE;
    }
}
