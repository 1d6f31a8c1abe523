package org.pimtools.migrator.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.text.Text;

/** The rows of the long tables as JSON, written while the result is read; what repeats is a position in a list of words. */
final class PageData {
    private static final int MOST_LINES = 100;

    private final PageSummary summary;
    private final Places places;
    private final JsonGenerator json;
    /** The positions of the codes that there are. */
    private final Map<String, Integer> codes = new LinkedHashMap<>();

    private PageData(PageSummary summary, Places places, JsonGenerator json) {
        this.summary = summary;
        this.places = places;
        this.json = json;
        for (FindingGroups.Group group : summary.findings().groups()) {
            codes.put(group.code().code(), codes.size());
        }
    }

    static void write(PageSummary summary, Places places, Writer out) throws IOException {
        try (JsonGenerator json = Html.json(out)) {
            new PageData(summary, places, json).write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Row<L> {
        void write(L line) throws IOException;
    }

    private void write() throws IOException {
        json.writeStartObject();
        words("severities", Stream.of(Severity.values()).map(Severity::label));
        words("codes", codes.keySet().stream());
        words("decisions", Stream.of(Decision.values()).map(Labels::label));
        words("endpoints", places.endpoints().stream().map(PageData::endpoint));
        words("outcomes", Stream.of(Outcome.values()).map(Labels::label));
        words("looks", Stream.of(Outcome.values()).map(Appearance::of).map(Appearance::chip));
        words("subscriptions", Stream.of(State.values()).map(Labels::label));
        rows("decided", ResultLine.Decided.class, this::decided);
        rows("findings", ResultLine.Found.class, found -> finding(found.finding()));
        rows("vms", ResultLine.VmResult.class, this::vm);
        json.writeEndObject();
    }

    private void words(String name, Stream<String> words) throws IOException {
        json.writeArrayFieldStart(name);
        for (String word : (Iterable<String>) words::iterator) {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    private <L extends ResultLine> void rows(String name, Class<L> kind, Row<L> row) throws IOException {
        json.writeRaw('\n');
        json.writeArrayFieldStart(name);
        summary.forEachLine(line -> {
            if (kind.isInstance(line)) {
                try {
                    json.writeRaw('\n');
                    json.writeStartArray();
                    row.write(kind.cast(line));
                    json.writeEndArray();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        json.writeEndArray();
    }

    private void decided(ResultLine.Decided decided) throws IOException {
        if (decided.key().kind() == EntityKind.VM) {
            json.writeNumber(decided.key().id());
        } else {
            json.writeString(decided.key().toString());
        }
        json.writeString(Html.shown(places.name(decided.idVm())));
        json.writeNumber(decided.decision().ordinal());
        json.writeString(decided.codes().stream().map(FindingKind::code).collect(Collectors.joining(" ")));
        json.writeString(Html.shown(decided.reason()));
    }

    private void finding(Finding finding) throws IOException {
        long vm = vm(finding.entity());
        json.writeNumber(finding.severity().ordinal());
        json.writeNumber(codes.get(finding.code().code()));
        json.writeString(Html.shown(finding.entity()));
        json.writeString(Html.shown(places.name(vm)));
        json.writeString(detail(finding));
        json.writeNumber(
                summary.decisions().settles(finding)
                        ? summary.decided(finding.entity()).ordinal()
                        : -1);
    }

    private void vm(ResultLine.VmResult vm) throws IOException {
        Decision decision = summary.decided("vm:" + vm.idVm());
        json.writeNumber(vm.idVm());
        json.writeString(Html.shown(places.name(vm.idVm())));
        json.writeNumber(places.endpoint(vm.idVm()));
        json.writeNumber(vm.outcome().ordinal());
        json.writeString(vm.providerId() == null ? "" : Html.shown(vm.providerId()));
        json.writeNumber(vm.redis() == null ? -1 : vm.redis().ordinal());
        json.writeNumber(decision == null ? -1 : decision.ordinal());
    }

    /** What was seen, on several lines where they are meant to be copied. */
    static String detail(Finding finding) {
        if (!finding.code().hasLines()) {
            return Html.shown(finding.detail());
        }
        List<String> lines = finding.detail().lines().limit(MOST_LINES + 1L).toList();
        String shown = lines.stream().limit(MOST_LINES).map(Text::printable).collect(Collectors.joining("\n"));
        return lines.size() > MOST_LINES ? shown + "\n…" : shown;
    }

    static String endpoint(PlanLine.Endpoint endpoint) {
        return "%d %s %s:%d"
                .formatted(endpoint.no(), endpoint.type().platformName(), endpoint.address(), endpoint.port());
    }

    /** The VM of {@code vm:12}, or 0. */
    static long vm(String entity) {
        return entity.matches("vm:[0-9]{1,18}") ? Long.parseLong(entity.substring(3)) : 0;
    }
}
