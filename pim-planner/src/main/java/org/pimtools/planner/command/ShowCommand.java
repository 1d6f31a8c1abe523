package org.pimtools.planner.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.OpaqueFinding;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.text.Text;
import org.pimtools.planner.plan.PlanLines;
import org.pimtools.planner.plan.PlanView;
import org.pimtools.planner.planning.VmRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Verifies a plan's digests and signatures, and shows its sections and all its findings.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner show night.plan",
            "  pim-planner show night.plan --datacenter Paris --code PIM-0016",
            "  pim-planner show night.plan --vm 4711 --vm 4712"
        })
final class ShowCommand extends BaseCommand {
    @Parameters(paramLabel = "PLAN", description = "the plan file")
    private Path file;

    @Option(
            names = "--datacenter",
            order = 1,
            paramLabel = "ID|NAME",
            description = "this datacenter's section only; may be repeated")
    private List<String> datacenters = new ArrayList<>();

    @Option(
            names = "--code",
            order = 2,
            paramLabel = "CODE",
            description = "findings of this code only, such as PIM-0016; may be repeated")
    private Set<String> codes = new TreeSet<>();

    @Option(
            names = "--vm",
            order = 3,
            paramLabel = "ID",
            description = "this VM only, by its idVM: what the plan says of it, and its findings; may be repeated")
    private Set<Long> vms = new TreeSet<>();

    @Mixin
    private StateDirectory state = new StateDirectory();

    @Override
    protected ExitCode run(Output output) {
        codes.forEach(ShowCommand::requireCode);
        PlanView plan = PlanView.verify(file);
        List<PlanView.Section> sections = chosen(plan);
        header(plan, output);
        sections(sections, output);
        output.line("");
        boolean any = false;
        try (PlanView.Contents contents = plan.contents()) {
            for (PlanView.Located read = contents.next(); read != null; read = contents.next()) {
                if (sections.contains(read.section())) {
                    vm(read).map(VmView::text).ifPresent(output::line);
                    Optional<String> finding = finding(read).map(FindingView::text);
                    finding.ifPresent(output::line);
                    any |= finding.isPresent();
                }
            }
        }
        if (!any) {
            output.line("no such findings");
        }
        output.result(
                "vms", new PlanLines<>(plan, read -> sections.contains(read.section()) ? vm(read) : Optional.empty()));
        output.result(
                "findings",
                new PlanLines<>(plan, read -> sections.contains(read.section()) ? finding(read) : Optional.empty()));
        output.next("pim-planner check " + ShellWord.of(file)
                + (state.given == null ? "" : " --state-dir " + ShellWord.of(state.given))
                + "    # whether the database is still as planned");
        return ExitCode.DONE;
    }

    private Optional<VmView> vm(PlanView.Located read) {
        return read.line() instanceof PlanLine.Vm vm && vms.contains(vm.idVm())
                ? Optional.of(VmView.of(read.section(), vm))
                : Optional.empty();
    }

    private Optional<FindingView> finding(PlanView.Located read) {
        return read.line() instanceof PlanLine.Found found && wanted(found.finding())
                ? Optional.of(FindingView.of(read.section(), found.finding()))
                : Optional.empty();
    }

    /** A VM's line of the plan. */
    record VmView(
            String datacenter,
            long idVm,
            String uuid,
            String name,
            long idHypervisor,
            String state,
            boolean captured,
            String providerId) {
        static VmView of(PlanView.Section section, PlanLine.Vm vm) {
            return new VmView(
                    section.datacenter().toString(),
                    vm.idVm(),
                    vm.uuid(),
                    vm.name(),
                    vm.idHypervisor(),
                    vm.state(),
                    vm.captured(),
                    vm.providerId());
        }

        String text() {
            return "vm:%d '%s' uuid %s on machine:%d, %s%s%s"
                    .formatted(
                            idVm,
                            name,
                            uuid,
                            idHypervisor,
                            state,
                            captured ? ", captured" : "",
                            providerId == null ? "" : ", provider ID " + providerId);
        }
    }

    /** A finding with its section. */
    record FindingView(
            String datacenter,
            String code,
            String severity,
            String entity,
            String detail,
            String title,
            String why,
            String resolve) {
        static FindingView of(PlanView.Section section, Finding finding) {
            FindingKind code = finding.code();
            return new FindingView(
                    section.nowhere() ? null : section.datacenter().toString(),
                    code.code(),
                    code.severity().label(),
                    finding.entity(),
                    finding.detail(),
                    code.title(),
                    code.why(),
                    code.resolve());
        }

        String text() {
            return "%s %s %s: %s%s"
                    .formatted(severity, code, entity, title, detail.isEmpty() ? "" : " (" + detail + ")");
        }
    }

    /** A section in JSON. */
    record SectionView(String datacenter, String name, boolean sealed, Map<String, Long> lines) {}

    private static void requireCode(String code) {
        if (FindingCode.of(code).isEmpty()
                && OpaqueFinding.of(code, Severity.INFO, "").isEmpty()) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "there is no finding code " + code,
                    "codes look like PIM-0016; see docs/finding-codes.md");
        }
    }

    private boolean wanted(Finding finding) {
        return (codes.isEmpty() || codes.contains(finding.code().code()))
                && (vms.isEmpty()
                        || vms.stream().anyMatch(id -> VmRules.entity(id).equals(finding.entity())));
    }

    private List<PlanView.Section> chosen(PlanView plan) {
        if (datacenters.isEmpty()) {
            return plan.sections();
        }
        List<PlanView.Section> chosen = new ArrayList<>();
        for (String name : datacenters) {
            List<PlanView.Section> fitting = plan.sections().stream()
                    .filter(section -> name.equals(section.name())
                            || name.equalsIgnoreCase(section.datacenter().toString()))
                    .toList();
            if (fitting.isEmpty()) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the plan has no datacenter " + name,
                        "pim-planner show " + file + " lists those that it has");
            }
            chosen.addAll(fitting);
        }
        return chosen;
    }

    private void header(PlanView plan, Output output) {
        PlanLine.Header header = plan.header();
        String fingerprint = Signatures.fingerprint(header.plannerKey());
        output.line("plan " + header.planId() + " of " + header.created() + " by " + header.tool()
                + (header.rehearsal() ? ", a rehearsal: for dry runs only" : ""));
        boolean own = state.existingKey()
                .map(PlannerKey::fingerprint)
                .filter(fingerprint::equals)
                .isPresent();
        output.line("signed by " + fingerprint + (own ? ", this planner's own key" : ", not this planner's own key")
                + "; all digests and signatures are right");
        if (header.schemaVersion() != null) {
            output.line("made from a schema of version " + header.schemaVersion());
        }
        header.columns()
                .forEach(column -> output.line("writes " + column.table() + "." + column.column() + " " + column.type()
                        + "(" + column.length() + ")"));
        output.line("");
        output.result("planId", header.planId().toString());
        output.result("created", header.created());
        output.result("tool", header.tool());
        output.result("rehearsal", header.rehearsal());
        output.result("profile", header.profile());
        output.result("schemaVersion", header.schemaVersion());
        output.result("columns", header.columns());
        output.result("plannerKey", fingerprint);
        output.result("ownKey", own);
    }

    private static void sections(List<PlanView.Section> sections, Output output) {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("endpoint", "ENDPOINTS");
        kinds.put("machine", "MACHINES");
        kinds.put("vm", "VMS");
        kinds.put("backup-job", "BACKUP JOBS");
        for (EntityKind kind : EntityKind.others()) {
            if (sections.stream().anyMatch(section -> section.counts().containsKey(kind.word()))) {
                kinds.put(kind.word(), kind.noun().toUpperCase(Locale.ROOT) + "S");
            }
        }
        kinds.put("reference", "REFERENCES");
        kinds.put("finding", "FINDINGS");
        List<String> head = new ArrayList<>(List.of("DATACENTER", "UUID"));
        head.addAll(kinds.values());
        List<List<String>> rows = new ArrayList<>();
        List<SectionView> views = new ArrayList<>();
        for (PlanView.Section section : sections) {
            List<String> row = new ArrayList<>();
            row.add(section.nowhere() ? "(none)" : String.valueOf(section.name()));
            row.add(section.nowhere() ? "" : section.datacenter().toString());
            kinds.keySet().forEach(kind -> row.add(Text.grouped(section.counts().getOrDefault(kind, 0L))));
            rows.add(row);
            views.add(new SectionView(
                    section.nowhere() ? null : section.datacenter().toString(),
                    section.name(),
                    section.sealed(),
                    new TreeMap<>(section.counts())));
        }
        output.table(head, rows);
        output.result("sections", views);
    }
}
