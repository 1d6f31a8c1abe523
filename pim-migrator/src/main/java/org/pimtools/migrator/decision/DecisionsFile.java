package org.pimtools.migrator.decision;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.pimtools.common.cli.AtomicFile;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;

/** Writes a decisions file for the operator to fill in: what is decided already, and every undecided error. */
public final class DecisionsFile {
    private static final String HOW_TO = """
            # Every error that stands in the way of the migration. Decide each one:
            #   decision: exclude    the VM is left out; say why in 'reason'
            # An empty decision decides nothing. To decide all errors of one kind at once, add an entry
            # without 'vm':
            #   - code: PIM-0110
            #     decision: exclude
            #     reason: "deleted outside the platform"
            """;

    private DecisionsFile() {}

    /** @param decisions what was decided before; VMs that the plan does not have are dropped */
    public static void write(Path file, UUID plan, Undecided undecided, Decisions decisions) throws IOException {
        Map<Long, String> excludedVms = new TreeMap<>(decisions.vms());
        excludedVms.keySet().retainAll(undecided.excluded().keySet());
        boolean empty = undecided.errors().isEmpty() && decisions.codes().isEmpty() && excludedVms.isEmpty();
        AtomicFile.write(file, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
            text.write(HOW_TO);
            text.write("plan: " + plan + "\n");
            text.write(empty ? "decisions: []\n" : "decisions:\n");
            for (Map.Entry<FindingCode, String> code : decisions.codes().entrySet()) {
                text.write("  - code: " + code.getKey().code() + "\n");
                text.write("    decision: exclude\n");
                text.write("    reason: " + quoted(code.getValue()) + "\n");
            }
            for (Map.Entry<Long, String> vm : excludedVms.entrySet()) {
                text.write("  - vm: " + vm.getKey() + "\n");
                text.write("    decision: exclude\n");
                text.write("    reason: " + quoted(vm.getValue()) + "\n");
            }
            for (Finding error : undecided.errors()) {
                text.write("  - vm: " + Undecided.idVm(error) + "\n");
                text.write("    code: " + error.code().code() + "\n");
                text.write("    detail: " + quoted(error.code().title() + ": " + error.detail()) + "\n");
                text.write("    decision:\n");
                text.write("    reason: \"\"\n");
            }
            text.flush();
        });
    }

    /** A JSON string in ASCII, which is a YAML string too; no character of it can end the line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
            if (c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append("\\u%04x".formatted((int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
