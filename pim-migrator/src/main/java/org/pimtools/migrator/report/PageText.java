package org.pimtools.migrator.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.text.Text;

/** The parts of the page that can be read without its script: verdict, next steps, totals, groups of findings, manual steps. */
final class PageText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final PageSummary summary;
    private final ResultLine.Start start;
    private final ResultLine.End end;
    private final Places places;
    private final List<EndpointReport> endpoints;
    private final RootCauses causes;
    private final PageVerdict verdict;

    PageText(PageSummary summary, Places places, List<EndpointReport> endpoints) {
        this.summary = summary;
        this.start = summary.start();
        this.end = summary.end();
        this.places = places;
        this.endpoints = endpoints;
        this.causes = new RootCauses(endpoints, summary.findings());
        this.verdict = PageVerdict.of(summary, causes);
    }

    String title() {
        return "%s of %s".formatted(kind(), Html.text(datacenter()));
    }

    String head() {
        StringBuilder html = new StringBuilder();
        html.append("<p class=\"kicker\">pim-migrator · %s</p>\n".formatted(kind()));
        html.append("<h1>%s</h1>\n".formatted(Html.text(datacenter())));
        html.append("""
                <div class="verdict %s"><span class="sign" aria-hidden="true">%s</span><div><strong>%s</strong>%s</div></div>
                """.formatted(
                verdict.look().chip(), verdict.sign(), Html.text(verdict.headline()), Html.text(verdict.meaning())));
        causes(html);
        html.append("<dl class=\"facts\">\n");
        fact(html, "Datacenter", code(start.datacenter().toString()));
        fact(html, "Run", code(start.run()));
        fact(html, "Plan", code(start.planId().toString()) + "<br>made " + time(start.planCreated()));
        fact(html, "Began", time(start.started()));
        fact(html, "Ended", time(end.ended()) + ", after " + duration(Duration.between(start.started(), end.ended())));
        fact(html, "Exit code", end.exit() + ": " + PageVerdict.meaning(end.exit()));
        if (end.forecastSeconds() != null) {
            fact(html, "Forecast", "the migration takes about " + duration(Duration.ofSeconds(end.forecastSeconds())));
        }
        fact(html, "Tool", Html.text(start.tool()));
        return html.append("</dl>").toString();
    }

    /** What most of the findings come from, and what to do: before all that follows from it. */
    private void causes(StringBuilder html) {
        int number = 0;
        for (RootCauses.Cause cause : causes.causes()) {
            String id = "cause-" + ++number;
            html.append(
                    "<section class=\"group\" aria-labelledby=\"%s\"><h2 id=\"%s\">First of all: %s</h2>\n<ul class=\"examples\">\n"
                            .formatted(id, id, Html.text(cause.headline())));
            cause.lines().forEach(line -> html.append("<li>%s</li>\n".formatted(Html.text(line))));
            html.append("</ul><dl class=\"advice\"><dt>Do</dt><dd>%s</dd></dl></section>\n"
                    .formatted(cause.remedies().stream().map(Html::text).collect(Collectors.joining("<br>"))));
        }
    }

    String next() {
        return verdict.steps().stream()
                .map(step -> "<li>" + step + "</li>")
                .collect(Collectors.joining("\n", "<ol>\n", "\n</ol>"));
    }

    String totals() {
        StringBuilder html = new StringBuilder("<dl class=\"tiles\">\n");
        if (!summary.outcomes().isEmpty()) {
            tile(html, "planned", Tally.sum(summary.outcomes().totals()), "");
        }
        summary.outcomes()
                .totals()
                .forEach((outcome, count) -> tile(html, Labels.label(outcome), count, mark(outcome)));
        for (Decision decision : Decision.values()) {
            if (summary.decisions().count(decision) > 0) {
                tile(html, Labels.label(decision), summary.decisions().count(decision), "");
            }
        }
        for (Severity severity : Severity.values()) {
            long count = summary.findings().count(severity);
            String name = severity == Severity.INFO ? "for information" : severity.label() + "s";
            tile(
                    html,
                    name,
                    count,
                    count == 0 ? "" : " mark-" + Appearance.of(severity).chip());
        }
        html.append("</dl>\n");
        if (!summary.outcomes().isEmpty()) {
            matrix(html, "What the inventories say of the VMs, by provider", "Provider", summary.outcomes());
        }
        if (!summary.entities().isEmpty()) {
            matrix(html, "What the inventories say of firewalls and load balancers", "Kind", summary.entities());
        }
        if (!summary.subscriptions().isEmpty()) {
            matrix(html, "Subscriptions in Redis, by provider", "Provider", summary.subscriptions());
        }
        if (!summary.outcomes().isEmpty()) {
            endpoints(html);
        }
        return html.toString();
    }

    private static String mark(Outcome outcome) {
        return switch (Appearance.of(outcome)) {
            case GOOD -> " mark-good";
            case BAD, WARN -> " mark-bad";
            case KNOWN, CALM -> "";
        };
    }

    private static void tile(StringBuilder html, String name, long count, String look) {
        html.append("<div class=\"tile%s\"><dt>%s</dt><dd>%,d</dd></div>\n".formatted(look, name, count));
    }

    private static <K extends Enum<K>> void matrix(
            StringBuilder html, String caption, String what, Tally<String, K> tally) {
        html.append("<div class=\"scroll gap\"><table><caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>"
                .formatted(caption, what));
        tally.totals()
                .keySet()
                .forEach(kind -> html.append(
                        "<th scope=\"col\" class=\"num\"><svg class=\"swatch\" viewBox=\"0 0 10 10\" aria-hidden=\"true\">"
                                + "<rect class=\"%s\" width=\"10\" height=\"10\" rx=\"2\"/></svg>%s</th>"
                                        .formatted(Appearance.of(kind).bar(), PageVerdict.label(kind))));
        html.append("<th scope=\"col\" class=\"num\">together</th></tr></thead>\n<tbody>\n");
        tally.rows()
                .forEach((row, counts) -> html.append("<tr><th scope=\"row\">%s%s</th>%s</tr>\n"
                        .formatted(Html.text(row), bar(counts), cells(tally, counts))));
        html.append("</tbody>\n");
        if (tally.rows().size() > 1) {
            html.append("<tfoot><tr><th scope=\"row\">together</th>%s</tr></tfoot>\n"
                    .formatted(cells(tally, tally.totals())));
        }
        html.append("</table></div>\n");
    }

    private static <K extends Enum<K>> String cells(Tally<?, K> tally, Map<K, Long> counts) {
        StringBuilder html = new StringBuilder();
        for (K kind : tally.totals().keySet()) {
            long count = counts.getOrDefault(kind, 0L);
            html.append("<td class=\"num%s\">%,d</td>".formatted(count == 0 ? " zero" : "", count));
        }
        return html.append("<td class=\"num\">%,d</td>".formatted(Tally.sum(counts)))
                .toString();
    }

    /** The shares of a row; the numbers stand beside it. */
    private static String bar(Map<? extends Enum<?>, Long> counts) {
        StringBuilder html = new StringBuilder(
                "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        long all = Tally.sum(counts);
        double at = 0;
        for (Map.Entry<? extends Enum<?>, Long> count : counts.entrySet()) {
            double width = 1000.0 * count.getValue() / all;
            html.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"10\"/>",
                    Appearance.of(count.getKey()).bar(),
                    at,
                    width));
            at += width;
        }
        return html.append("</svg>").toString();
    }

    private void endpoints(StringBuilder html) {
        html.append("""
                <div class="scroll gap"><table><caption>Endpoints</caption>
                <thead><tr><th scope="col" class="num">No.</th><th scope="col">Type</th><th scope="col">Address</th>\
                <th scope="col" class="num">planned VMs</th><th scope="col" class="num">with a provider ID</th>\
                <th scope="col">Inventory</th></tr></thead>
                <tbody>
                """);
        for (int i = 0; i < places.endpoints().size(); i++) {
            PlanLine.Endpoint endpoint = places.endpoints().get(i);
            Map<Outcome, Long> counts = summary.endpoints().rows().getOrDefault(i, Map.of());
            long known = counts.getOrDefault(Outcome.RESOLVED, 0L) + counts.getOrDefault(Outcome.ALREADY_MIGRATED, 0L);
            html.append("""
                    <tr><td class="num">%d</td><td>%s</td><td class="id">%s</td><td class="num">%,d</td>\
                    <td class="num">%,d</td><td>%s</td></tr>
                    """.formatted(
                            endpoint.no(),
                            endpoint.type().platformName(),
                            Html.text(endpoint.address() + ":" + endpoint.port()),
                            Tally.sum(counts),
                            known,
                            asked(endpoint)));
        }
        html.append("</tbody></table></div>\n");
    }

    private String asked(PlanLine.Endpoint endpoint) {
        return endpoints.stream()
                .filter(report -> report.endpoint().no() == endpoint.no())
                .findFirst()
                .map(report -> report.isRead()
                        ? Html.text(report.said())
                        : "<span class=\"chip bad\">failed</span> " + Html.text(report.said()))
                .orElse("<span class=\"soft\">not asked in this run</span>");
    }

    String hand() {
        List<FindingGroups.Group> groups = summary.findings().groups();
        List<FindingGroups.Group> open = groups.stream()
                .filter(group -> group.code().severity() != Severity.INFO && group.decided() < group.count())
                .toList();
        List<FindingGroups.Group> rest =
                groups.stream().filter(group -> !open.contains(group)).toList();
        StringBuilder html = new StringBuilder();
        if (open.isEmpty()) {
            html.append("<p>Nothing.</p>\n");
        }
        open.stream()
                .sorted(Comparator.comparing(group -> !causes.include(group.code())))
                .forEach(group -> group(html, group));
        if (!rest.isEmpty()) {
            html.append("<details class=\"gap\"><summary>Decided, or for information only: %s</summary>\n"
                    .formatted(rest.stream().map(group -> group.code().code()).collect(Collectors.joining(", "))));
            rest.forEach(group -> group(html, group));
            html.append("</details>\n");
        }
        return html.toString();
    }

    private void group(StringBuilder html, FindingGroups.Group group) {
        FindingKind code = group.code();
        html.append("""
                <div class="group"><div class="group-head"><span class="chip %s">%s</span><h3>%s</h3>\
                <span class="id soft">%s</span><span class="count">× %,d</span>%s
                <button type="button" data-code="%s" hidden>Show %s</button></div>
                """.formatted(
                Appearance.of(code.severity()).chip(),
                code.severity().label(),
                Html.text(Text.printable(code.title())),
                code.code(),
                group.count(),
                group.decided() == 0 ? "" : "<span class=\"soft\">%,d decided</span>".formatted(group.decided()),
                code.code(),
                group.count() == 1 ? "it" : "all %,d".formatted(group.count())));
        html.append("<dl class=\"advice\"><dt>Why</dt><dd>%s</dd><dt>Do</dt><dd>%s</dd></dl>\n"
                .formatted(Html.text(code.why()), Html.text(code.resolve())));
        if (causes.explain(code)) {
            html.append("</div>\n");
            return;
        }
        html.append("<ul class=\"examples\">\n");
        for (Finding example : group.examples()) {
            String detail = Html.escape(PageData.detail(example));
            html.append("<li><span class=\"id\">%s</span> %s</li>\n"
                    .formatted(Html.text(example.entity()), code.hasLines() ? "<pre>" + detail + "</pre>" : detail));
        }
        if (group.count() > group.examples().size()) {
            html.append("<li class=\"soft\">… and %,d more</li>\n"
                    .formatted(group.count() - group.examples().size()));
        }
        html.append("</ul></div>\n");
    }

    String manual() {
        long count = summary.count(FindingCode.BACKUP_JOB_BY_HAND);
        if (count == 0) {
            return "";
        }
        StringBuilder html = new StringBuilder("""
                <section aria-labelledby="manual-title">
                <h2 id="manual-title">To do by hand: %s</h2>
                <p class="soft">%s</p>
                <ul class="checks">
                """.formatted(
                        Text.counted(count, "backup job"),
                        "The platform finds a job by the provider ID in its name. Rename each in the backup system, after the"
                                + " migration; the boxes are for your own tally, nothing keeps them."));
        int no = 0;
        for (Finding step : summary.byHand()) {
            html.append("<li><input type=\"checkbox\" id=\"hand-%d\"><label for=\"hand-%d\">%s</label></li>\n"
                    .formatted(no, no++, Html.text(step.detail())));
        }
        html.append("</ul>\n");
        if (count > summary.byHand().size()) {
            html.append("<p class=\"soft\">… and %,d more, in the table of findings under %s</p>\n"
                    .formatted(count - summary.byHand().size(), FindingCode.BACKUP_JOB_BY_HAND.code()));
        }
        return html.append("</section>").toString();
    }

    String decisions() {
        if (summary.decisions().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("""
                <section id="decisions" aria-labelledby="decisions-title">
                <h2 id="decisions-title">Decisions</h2>
                <div class="scroll"><table>
                <thead><tr><th scope="col">Decided</th><th scope="col" class="num">VMs</th><th scope="col">Settles</th>\
                <th scope="col">For instance</th></tr></thead>
                <tbody>
                """);
        summary.decisions().groups().forEach((decision, group) -> {
            List<String> examples = new ArrayList<>();
            group.examples()
                    .forEach(example -> examples.add(Html.text("vm:" + example.idVm() + ": " + example.reason())));
            html.append("<tr><th scope=\"row\">%s</th><td class=\"num\">%,d</td><td>%s</td><td>%s</td></tr>\n"
                    .formatted(
                            Labels.label(decision),
                            group.count(),
                            group.codes().entrySet().stream()
                                    .map(code -> "%s × %,d".formatted(code.getKey(), code.getValue()))
                                    .collect(Collectors.joining(", ")),
                            String.join("<br>", examples)));
        });
        return html.append("</tbody></table></div>\n<p class=\"gap\"></p>\n</section>")
                .toString();
    }

    String foot() {
        return """
                <p>Beside this page: <code>%s</code> has every line of it for scripts. The page needs no network, \
                and holds names and addresses but no passwords. Data is shown shortened after %d characters, \
                and what is invisible in it is shown as an escape.</p>""".formatted(Html.text(summary.result().getFileName().toString()), Html.LONGEST);
    }

    private String kind() {
        return switch (start.kind()) {
            case DRY_RUN -> "Dry run";
            case REFUSED -> "Refused migration";
            case FROZEN -> "Frozen work";
            case MIGRATION -> "Migration";
            case VERIFICATION -> "Verification";
            case ROLLBACK -> "Rollback";
            case ROLLBACK_DRY_RUN -> "Dry run of a rollback";
        };
    }

    private String datacenter() {
        String name = start.datacenterName();
        return name == null || name.isBlank() ? start.datacenter().toString() : name;
    }

    private static void fact(StringBuilder html, String name, String value) {
        html.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, value));
    }

    private static String code(String data) {
        return "<span class=\"id\">" + Html.text(data) + "</span>";
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                        : "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
    }
}
