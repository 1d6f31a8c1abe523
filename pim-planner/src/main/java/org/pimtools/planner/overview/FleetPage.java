package org.pimtools.planner.overview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.page.PageParts;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.text.Text;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.claims.Conflict;

/**
 * All datacenters as one page for a browser, which loads nothing and has no script. Everything that comes from a file is text in it.
 */
public final class FleetPage {
    private static final int SHOWN = 20;
    private static final int NAMED = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Overview.Report report;
    private final Claims claims;
    private final Optional<Path> plan;
    private final Instant now;
    private final StringBuilder html = new StringBuilder();

    /** @param plan whose VMs are counted by provider, if it is given */
    public FleetPage(Overview.Report report, Claims claims, Optional<Path> plan, Instant now) {
        this.report = report;
        this.claims = claims;
        this.plan = plan;
        this.now = now;
    }

    /**
     * Writes the page.
     *
     * @param file in place of one that is there
     * @throws ToolException when it cannot be written
     */
    public void write(Path file) {
        String style = PageParts.style();
        html.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>All datacenters</title>
                <style>%s</style>
                </head>
                <body>
                """.formatted(PageParts.hash(style), style));
        head();
        html.append("<main id=\"main\">\n");
        hands();
        conflicts();
        datacenters();
        providers();
        files();
        html.append("</main>\n</body>\n</html>\n");
        try {
            AtomicFile.write(file, html.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write " + file + ": " + FileFailure.reason(e),
                    "make room or fix the directory's rights, then run again",
                    e);
        }
    }

    private List<DatacenterState> counted() {
        return report.datacenters().stream().filter(DatacenterState::counts).toList();
    }

    private void head() {
        FleetState state = FleetState.of(report, claims);
        html.append("<header>\n<p class=\"kicker\">pim-planner · overview</p>\n<h1>All datacenters</h1>\n");
        html.append(
                "<div class=\"verdict %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span><div><strong>%s</strong>%s</div></div>\n"
                        .formatted(state.style(), state.sign(), state.title(FleetState.counted(report)), stages()));
        html.append("<dl class=\"facts\">\n");
        fact("As of", TIME.format(now));
        fact("VMs", "%,d, %,d with a provider ID".formatted(sum(DatacenterState::vms), sum(DatacenterState::found)));
        counted().stream()
                .map(DatacenterState::forecastSeconds)
                .filter(seconds -> seconds != null)
                .max(Long::compare)
                .ifPresent(seconds ->
                        fact("Forecast", "the hosts work side by side, the slowest for about " + seconds + " s"));
        html.append("</dl>\n</header>\n");
    }

    /** Such as {@code 3 ready, 1 errors}. */
    private String stages() {
        List<String> stages = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            long count =
                    counted().stream().filter(state -> state.stage() == stage).count();
            if (count > 0) {
                stages.add(Text.grouped(count) + " " + stage.text());
            }
        }
        return String.join(", ", stages);
    }

    private void fact(String name, String value) {
        html.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, value));
    }

    private void hands() {
        html.append(
                "<section id=\"hand\" aria-labelledby=\"hand-title\">\n<h2 id=\"hand-title\">What needs a hand</h2>\n");
        List<FleetHands.Hand> hands = FleetHands.of(counted());
        if (hands.isEmpty()) {
            html.append("<p>Nothing.</p>\n");
        }
        for (FleetHands.Hand hand : hands) {
            html.append("""
                    <div class="group"><div class="group-head"><span class="chip %s">%s</span><h3>%s</h3>\
                    <span class="id soft">%s</span><span class="count">× %,d</span></div>
                    <dl class="advice"><dt>Where</dt><dd>%s</dd><dt>Do</dt><dd>%s</dd></dl>
                    <ul class="examples">%s</ul></div>
                    """.formatted(
                            hand.code().severity() == Severity.ERROR ? "bad" : "warn",
                            hand.code().severity().label(),
                            PageParts.text(hand.code().title()),
                            PageParts.text(hand.code().code()),
                            hand.count(),
                            few(hand.datacenters()),
                            PageParts.text(hand.code().resolve()),
                            hand.examples().stream()
                                    .limit(3)
                                    .map(example -> "<li>" + PageParts.text(example) + "</li>")
                                    .collect(Collectors.joining())));
        }
        List<String> notes = new ArrayList<>();
        report.datacenters().forEach(state -> state.notes().forEach(note -> notes.add(state.title() + ": " + note)));
        report.refused().forEach(file -> notes.add("refused: " + file.file() + ": " + file.why()));
        list(notes);
        html.append("</section>\n");
    }

    private static String few(List<String> names) {
        String first = names.stream().limit(NAMED).map(PageParts::text).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " … and %,d more".formatted(names.size() - NAMED) : first;
    }

    private void list(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.append("<ul class=\"examples gap\">\n");
        lines.stream().limit(SHOWN).forEach(line -> html.append("<li>%s</li>\n".formatted(PageParts.text(line))));
        if (lines.size() > SHOWN) {
            html.append("<li class=\"soft\">… and %,d more</li>\n".formatted(lines.size() - SHOWN));
        }
        html.append("</ul>\n");
    }

    private void conflicts() {
        if (claims.count() == 0) {
            return;
        }
        html.append(
                "<section id=\"conflicts\" aria-labelledby=\"conflicts-title\">\n<h2 id=\"conflicts-title\">Conflicts: %,d</h2>\n"
                        .formatted(claims.count()));
        List<String> lines = new ArrayList<>();
        for (Conflict conflict : claims.conflicts()) {
            if (lines.size() == SHOWN) {
                break;
            }
            lines.add(conflict.text());
        }
        list(lines);
        html.append(
                "<p class=\"soft gap\">%,d of %,d are shown; decide the VM that is not meant on its host.</p>\n</section>\n"
                        .formatted(lines.size(), claims.count()));
    }

    private void datacenters() {
        html.append("""
                <section id="datacenters" aria-labelledby="datacenters-title">
                <h2 id="datacenters-title">Datacenters</h2>
                <div class="scroll"><table>
                <thead><tr><th scope="col">Datacenter</th><th scope="col">Stage</th><th scope="col" class="num">VMs</th>\
                <th scope="col" class="num">Found</th><th scope="col" class="num">Left out</th><th scope="col" class="num">Open</th>\
                <th scope="col" class="num">Forecast</th><th scope="col">Verified by host</th><th scope="col">Key of its host</th></tr></thead>
                <tbody>
                """);
        for (DatacenterState state : report.datacenters()) {
            html.append(row(
                    "<th scope=\"row\">" + PageParts.text(state.title()) + bar(state) + "</th>",
                    "<span class=\"chip %s\">%s</span>"
                            .formatted(
                                    look(state), state.counts() ? state.stage().text() : "not in the plan"),
                    state.vms(),
                    state.found(),
                    state.leftOut(),
                    state.open(),
                    state.forecastSeconds() == null ? "" : state.forecastSeconds() + " s",
                    state.verifiedByHost() ? "yes" : "",
                    key(state)));
        }
        html.append("</tbody>\n<tfoot>");
        html.append(row(
                "<th scope=\"row\">together</th>",
                "",
                sum(DatacenterState::vms),
                sum(DatacenterState::found),
                sum(DatacenterState::leftOut),
                sum(DatacenterState::open),
                "",
                "%,d of %,d"
                        .formatted(
                                counted().stream()
                                        .filter(DatacenterState::verifiedByHost)
                                        .count(),
                                counted().size()),
                ""));
        html.append("</tfoot>\n</table></div>\n</section>\n");
    }

    private static String row(
            String name,
            String stage,
            long vms,
            long found,
            long leftOut,
            long open,
            String forecast,
            String verified,
            String key) {
        return "<tr>%s<td>%s</td>%s%s%s%s<td class=\"num\">%s</td><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                        name,
                        stage,
                        number(vms),
                        number(found),
                        number(leftOut),
                        number(open),
                        forecast,
                        verified,
                        key);
    }

    /** With which key its host signs, and with which others its files are signed, so that a stranger's are seen. */
    private static String key(DatacenterState state) {
        String known = state.hostKey().map(key -> "<code>" + key + "</code>").orElse("");
        return state.otherKeys().isEmpty()
                ? known
                : known
                        + state.otherKeys().stream()
                                .map(key -> " <span class=\"chip warn\">and</span> <code>" + key + "</code>")
                                .collect(Collectors.joining());
    }

    private static String number(long number) {
        return "<td class=\"num%s\">%,d</td>".formatted(number == 0 ? " zero" : "", number);
    }

    private static String look(DatacenterState state) {
        return switch (state.stage()) {
            case ERRORS -> "bad";
            case NO_DRY_RUN, ROLLED_BACK -> "warn";
            case READY, MIGRATED, SQL_HERE, NOTHING_TO_DO -> "calm";
            case APPLIED, VERIFIED -> "good";
        };
    }

    /** The share of VMs that have a provider ID; the numbers stand beside it. */
    private static String bar(DatacenterState state) {
        double found = state.vms() == 0 ? 0 : 1000.0 * Math.min(state.found(), state.vms()) / state.vms();
        return String.format(
                Locale.ROOT,
                "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                        + "<rect class=\"b-good\" width=\"%.2f\" height=\"10\"/><rect class=\"b-calm\" x=\"%.2f\" width=\"%.2f\" height=\"10\"/></svg>",
                found,
                found,
                1000 - found);
    }

    private void providers() {
        if (plan.isEmpty()) {
            return;
        }
        html.append(
                "<section id=\"providers\" aria-labelledby=\"providers-title\">\n<h2 id=\"providers-title\">VMs by provider</h2>\n"
                        + "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Provider</th><th scope=\"col\" class=\"num\">planned</th>");
        for (Outcome outcome : Outcome.values()) {
            html.append("<th scope=\"col\" class=\"num\">%s</th>"
                    .formatted(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
        html.append("</tr></thead>\n<tbody>\n");
        ProviderTally.of(plan.get(), report.datacenters()).forEach((type, row) -> {
            html.append("<tr><th scope=\"row\">%s</th>%s".formatted(PageParts.text(type), number(row.planned())));
            for (Outcome outcome : Outcome.values()) {
                html.append(number(row.count(outcome)));
            }
            html.append("</tr>\n");
        });
        html.append("</tbody>\n</table></div>\n</section>\n");
    }

    private void files() {
        html.append(
                "<section id=\"files\"><p class=\"soft\">%s in whose place newer ones count, %s that %s none of the hosts'.</p></section>\n"
                        .formatted(
                                Text.counted(report.superseded().size(), "result"),
                                Text.counted(report.foreign().size(), "file"),
                                report.foreign().size() == 1 ? "is" : "are"));
    }

    private long sum(ToLongFunction<DatacenterState> number) {
        return counted().stream().mapToLong(number).sum();
    }
}
