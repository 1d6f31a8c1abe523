package org.pimtools.migrator.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.json.JsonText;
import org.pimtools.common.result.ResultLine;

/** The report of a run for scripts: counts and groups, without the VMs. */
final class JsonReport {
    private JsonReport() {}

    /**
     * The whole text.
     *
     * @param result the result file, which has every VM
     */
    static String text(RunTotals totals, ExitCode exit, Path result) {
        return JsonText.indented(of(totals, exit, result));
    }

    private static Map<String, Object> of(RunTotals totals, ExitCode exit, Path result) {
        ResultLine.Start start = totals.start();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("datacenter", start.datacenter().toString());
        json.put("datacenterName", start.datacenterName());
        json.put("plan", start.planId().toString());
        json.put("run", start.run());
        json.put("dryRun", totals.isDryRun());
        json.put("refused", start.kind() == ResultLine.Kind.REFUSED);
        json.put("rollback", totals.isRollback());
        json.put("exit", exit.code());
        json.put("counts", totals.byName());
        json.put("forecastSeconds", totals.forecastSeconds());
        json.put(
                "endpoints",
                totals.endpoints().stream().map(EndpointReport::json).toList());
        json.put("decisions", totals.decisions().json());
        json.put(
                "findings",
                totals.findings().groups().stream().map(JsonReport::json).toList());
        json.put("result", result.getFileName().toString());
        return json;
    }

    private static Map<String, Object> json(FindingGroups.Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", group.code().code());
        json.put("severity", group.code().severity().label());
        json.put("title", group.code().title());
        json.put("count", group.count());
        json.put("decided", group.decided());
        json.put("why", group.code().why());
        json.put("resolve", group.code().resolve());
        json.put(
                "examples",
                group.examples().stream()
                        .map(finding -> Map.of("entity", finding.entity(), "detail", finding.detail()))
                        .toList());
        return json;
    }
}
