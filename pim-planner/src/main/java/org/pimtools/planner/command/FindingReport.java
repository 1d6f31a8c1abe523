package org.pimtools.planner.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.planner.planning.TemporalCopies;

/** How findings are shown: grouped with examples for people, in the envelope for programs. */
final class FindingReport {
    private FindingReport() {}

    /** One finding in JSON. */
    record Row(String code, String severity, String entity, String detail) {
        static Row of(Finding finding) {
            return new Row(finding.code().code(), finding.severity().label(), finding.entity(), finding.detail());
        }
    }

    /** All findings of one code in JSON. */
    record Group(
            String code, String severity, long count, String title, String why, String resolve, List<Row> examples) {
        static Group of(FindingGroups.Group group) {
            return new Group(
                    group.code().code(),
                    group.code().severity().label(),
                    group.count(),
                    group.code().title(),
                    group.code().why(),
                    group.code().resolve(),
                    group.examples().stream().map(Row::of).toList());
        }
    }

    /** What the platform left behind, only if there is any. */
    static void show(TemporalCopies copies, Output output) {
        FindingGroups findings = new FindingGroups();
        copies.finding("table:virtualmachine").ifPresent(findings::add);
        findings.lines().forEach(output::line);
        output.result("findings", findings.groups().stream().map(Group::of).toList());
    }

    static void show(FindingGroups findings, Output output) {
        output.line("");
        output.line(Arrays.stream(Severity.values())
                .map(severity -> Text.counted(findings.count(severity), severity.label()))
                .collect(Collectors.joining(", ", "findings: ", "")));
        findings.lines().forEach(output::line);
        output.result("findings", findings.groups().stream().map(Group::of).toList());
    }
}
