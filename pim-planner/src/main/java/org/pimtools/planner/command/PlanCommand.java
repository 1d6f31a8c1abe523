package org.pimtools.planner.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.endpoints.EndpointsFile;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.text.Text;
import org.pimtools.planner.endpoints.FittingEntries;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.plan.DatacenterChoice;
import org.pimtools.planner.plan.EarlierPlans;
import org.pimtools.planner.plan.MadePlan;
import org.pimtools.planner.plan.PlanMaker;
import org.pimtools.planner.plan.PlanRequest;
import org.pimtools.planner.plan.PlanSummary;
import org.pimtools.planner.plan.SchemaFacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = {
            "Reads the database once, without changing it, and writes the plan of the migration.",
            "The plan goes to every Remote Services host; the identity, which opens the passwords in it, goes there by another way."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner plan -o night.plan",
            "  pim-planner plan -o paris.plan.gz --datacenter Paris \\",
            "      --endpoints endpoints.yaml",
            "  pim-planner plan -o rehearsal.plan --rehearsal \\",
            "      --db-host copy.example --db-user reader",
            "  pim-planner plan -o night.plan --recipients recipients.txt",
            "      no host can open the credentials of another one"
        },
        exitCodeList = {"0:the plan is written", "5:the plan is written, and there are errors among the findings"})
final class PlanCommand extends LoggedCommand {
    @Option(
            names = {"-o", "--output"},
            required = true,
            order = 1,
            paramLabel = "FILE",
            description = "the plan; never overwritten; compressed when its name ends in .gz")
    private Path file;

    @Option(
            names = "--datacenter",
            order = 2,
            paramLabel = "ID|NAME",
            description = "plan this datacenter only; may be repeated")
    private List<String> datacenters = new ArrayList<>();

    @Option(
            names = "--rehearsal",
            order = 3,
            description = "work on a schema before 5.3 too; hosts take the plan for dry runs only")
    private boolean rehearsal;

    @Option(
            names = "--endpoints",
            order = 4,
            paramLabel = "FILE",
            description = "credentials, addresses and pins that win over the database; see pim-planner endpoints")
    private Path endpoints;

    @Option(
            names = "--recipients",
            order = 5,
            paramLabel = "FILE",
            description =
                    "who may open each datacenter's credentials: the lines that pim-migrator keygen showed on each host;"
                            + " then no identity is made")
    private Path recipientsFile;

    @Option(
            names = "--identity-out",
            order = 6,
            paramLabel = "FILE",
            description = "where the identity goes; default: PLAN.identity in the state directory")
    private Path identityOut;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory state = new StateDirectory();

    @Mixin
    private SnapshotOptions database = new SnapshotOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " exists already",
                    "a plan is never overwritten: run " + NextPlan.line(spec, file, rehearsal));
        }
        AtomicFile.requireNew(file);
        PlanKeys keys = PlanKeys.of(file, recipientsFile, identityOut, state);
        EndpointsFile endpointsFile = endpoints == null ? EndpointsFile.none() : EndpointsFile.read(endpoints, output);
        PlannerKey key = state.key(output);
        SchemaProfile names = database.names();
        DatabaseSettings settings = database.settings(output);
        try (Interrupt interrupt = Interrupt.install();
                SnapshotOptions.Source source = Waiting.on(
                        () -> SnapshotOptions.openToPlan(settings, names, rehearsal), () -> safePoint(interrupt));
                Progress progress = output.progress("reading VMs", 0)) {
            Inventory inventory = source.inventory();
            Platform platform = Platform.read(inventory, source.schema().state());
            requireDatacenters(platform, source.where());
            requireRecipients(keys, platform, output);
            List<EndpointOverride> overrides = FittingEntries.of(endpointsFile, platform);
            PlanMaker maker = new PlanMaker(toolAndVersion(), key, keys.recipients(), () -> safePoint(interrupt));
            keys.write();
            PlanSummary summary;
            EarlierPlans.Found earlier;
            try (MadePlan made = make(maker, inventory, platform, overrides, source.schema(), keys, progress)) {
                summary = made.summary();
                earlier = EarlierPlans.compare(made, interrupt::stopIfRequested);
            }
            report(summary, earlier, keys.identity(), key, source, output);
            return summary.findings().count(Severity.ERROR) > 0 ? ExitCode.PARTIAL : ExitCode.DONE;
        }
    }

    private void requireRecipients(PlanKeys keys, Platform platform, Output output) {
        Set<DatacenterId> strange = keys.recipients()
                .require(DatacenterChoice.of(datacenters, platform.datacenters()), platform.datacenters());
        if (!strange.isEmpty()) {
            output.warn("the recipients file names datacenters that the database does not have: "
                    + strange.stream().map(DatacenterId::toString).collect(Collectors.joining(", ")));
        }
    }

    private MadePlan make(
            PlanMaker maker,
            Inventory inventory,
            Platform platform,
            List<EndpointOverride> overrides,
            SchemaFacts schema,
            PlanKeys keys,
            Progress progress)
            throws IOException {
        boolean made = false;
        try {
            PlanRequest request = new PlanRequest(datacenters, rehearsal, overrides);
            MadePlan plan = maker.make(inventory, platform, request, schema, file, progress);
            made = true;
            return plan;
        } catch (UncheckedIOException e) {
            throw cannotWrite(e.getCause());
        } catch (IOException e) {
            throw cannotWrite(e);
        } finally {
            if (!made) {
                keys.delete();
            }
        }
    }

    private static void safePoint(Interrupt interrupt) {
        interrupt.requested().ifPresent(signal -> {
            throw new ToolException(signal, "stopped", "no plan was written: run again to make one");
        });
    }

    private static void entities(PlanSummary summary, Output output) {
        Map<EntityKind, Long> planned = new EnumMap<>(EntityKind.class);
        for (PlanSummary.Datacenter datacenter : summary.datacenters()) {
            planned.merge(EntityKind.FIREWALL, datacenter.firewalls(), Long::sum);
            planned.merge(EntityKind.LOAD_BALANCER, datacenter.loadBalancers(), Long::sum);
        }
        for (EntityKind kind : EntityKind.others()) {
            long without = summary.notProvided().getOrDefault(kind, 0L);
            if (without + planned.getOrDefault(kind, 0L) > 0) {
                output.line(Text.counted(planned.getOrDefault(kind, 0L), kind.noun())
                        + (without == 0
                                ? ""
                                : "; left out: " + Text.grouped(without)
                                        + " without a virtual datacenter, which no provider has"));
            }
        }
    }

    private static void requireDatacenters(Platform platform, String where) {
        if (platform.datacenters().isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the database at " + where + " has no datacenter",
                    "is it the platform's database? check --db-host and --db-name");
        }
    }

    private ToolException cannotWrite(IOException e) {
        return new ToolException(
                ExitCode.FAILED,
                "cannot write the plan " + file + ": " + FileFailure.reason(e),
                "make space in " + file.toAbsolutePath().getParent()
                        + ", where the plan and what is set aside for it are written, then run again",
                e);
    }

    private void report(
            PlanSummary summary,
            EarlierPlans.Found earlier,
            Optional<Path> identity,
            PlannerKey key,
            SnapshotOptions.Source source,
            Output output) {
        Optional<String> version = source.schema().state().version();
        output.line("read from " + source.where()
                + version.map(of -> ", schema version " + of).orElse("") + ", which was not changed");
        output.line("");
        List<List<String>> rows = new ArrayList<>();
        for (PlanSummary.Datacenter datacenter : summary.datacenters()) {
            rows.add(List.of(
                    String.valueOf(datacenter.name()),
                    datacenter.id().toString(),
                    Text.grouped(datacenter.endpoints()),
                    Text.grouped(datacenter.machines()),
                    Text.grouped(datacenter.vms()),
                    Text.grouped(datacenter.notDeployed()),
                    Text.grouped(datacenter.backupJobs()),
                    Text.grouped(datacenter.references()),
                    Text.grouped(datacenter.findings())));
        }
        output.table(
                List.of(
                        "DATACENTER",
                        "UUID",
                        "ENDPOINTS",
                        "MACHINES",
                        "VMS",
                        "NOT DEPLOYED",
                        "BACKUP JOBS",
                        "REFERENCES",
                        "FINDINGS"),
                rows);
        entities(summary, output);
        FindingReport.show(summary.findings(), output);
        ChangeReport.show(earlier, output);
        output.line("");
        output.line("plan:     " + file + (summary.rehearsal() ? ", a rehearsal: for dry runs only" : ""));
        output.line(
                identity.map(path -> "identity: " + path
                                + " opens the passwords in the plan: bring it to the hosts by another way")
                        .orElse(
                                "identity: each host opens its own passwords with the one that it made by pim-migrator keygen"));
        output.line("key:      " + key.fingerprint() + " signs the plan: compare it with what the hosts show");
        output.result("plan", file);
        output.result("planId", summary.planId().toString());
        output.result("rehearsal", summary.rehearsal());
        output.result("schemaVersion", version.orElse(null));
        identity.ifPresent(path -> output.result("identity", path));
        output.result("plannerKey", key.fingerprint());
        output.result("vms", summary.vms());
        output.result("datacenters", summary.datacenters());
        output.verdict(verdict(summary));
        output.next("pim-migrator " + ShellWord.of(file.getFileName())
                + identity.map(path -> " --identity " + ShellWord.of(path.getFileName()))
                        .orElse("")
                + "    # on every Remote Services host: a dry run");
    }

    private static String verdict(PlanSummary summary) {
        long errors = summary.findings().count(Severity.ERROR);
        long warnings = summary.findings().count(Severity.WARNING);
        return "PLANNED %s in %s"
                        .formatted(
                                Text.counted(summary.vms(), "VM"),
                                Text.counted(summary.datacenters().size(), "datacenter"))
                + (errors == 0 ? "" : ", " + Text.counted(errors, "error"))
                + (warnings == 0 ? "" : ", " + Text.counted(warnings, "warning"));
    }
}
