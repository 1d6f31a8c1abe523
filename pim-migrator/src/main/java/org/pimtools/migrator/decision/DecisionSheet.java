package org.pimtools.migrator.decision;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A decisions file as a dry run wrote it, to be filled in entry by entry; every line that is not filled in stays as it is. */
public final class DecisionSheet {
    private static final String ALL = "  # all ";
    private static final String BEGIN = "  - ";

    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();

    private DecisionSheet(List<String> lines) {
        this.lines = new ArrayList<>(lines);
        int begin = -1;
        for (int i = 0; i <= lines.size(); i++) {
            boolean begins = i < lines.size()
                    && (lines.get(i).startsWith(ALL) || lines.get(i).startsWith(BEGIN));
            boolean continues = begins && begin >= 0 && lines.get(i - 1).startsWith(ALL);
            if (begin >= 0 && (i == lines.size() || begins && !continues)) {
                entries.add(new Entry(begin, i));
            }
            if (begins && !continues) {
                begin = i;
            }
        }
    }

    /** Takes a file apart, line by line. */
    public static DecisionSheet of(List<String> lines) {
        return new DecisionSheet(lines);
    }

    /** In the order of the file. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The file with what was filled in. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }

    /** One entry: of all errors of a code, or of one virtual machine, firewall or load balancer. */
    public final class Entry {
        private final int begin;
        private final int end;

        private Entry(int begin, int end) {
            this.begin = begin;
            this.end = end;
        }

        /** Whether nothing is decided in it yet. */
        public boolean isOpen() {
            return find("    decision:")
                            .filter(at -> lines.get(at).strip().equals("decision:"))
                            .isPresent()
                    && find("    provider-id:").isEmpty();
        }

        /** Whether it is meant for all errors of its code and endpoint. */
        public boolean isGroup() {
            return lines.get(begin).startsWith(ALL) || lines.get(begin).startsWith(BEGIN + "code:");
        }

        /** The finding code, or empty text when the entry has none. */
        public String code() {
            return find(BEGIN + "code:")
                    .or(() -> find("    code:"))
                    .map(this::value)
                    .orElse("");
        }

        /** Whether this entry of one error is among those that a group decides. */
        public boolean isIn(Entry group) {
            Optional<Integer> endpoint = group.find("    endpoint:");
            return code().equals(group.code())
                    && (endpoint.isEmpty()
                            || shown().stream().anyMatch(line -> line.endsWith(", at " + value(endpoint.get()))));
        }

        /** What a person needs to see of it, a line each. */
        public List<String> shown() {
            List<String> shown = new ArrayList<>();
            for (int i = begin; i < end; i++) {
                String line = lines.get(i).strip();
                if (line.startsWith("# ")) {
                    shown.add(line.substring(2));
                } else if (line.startsWith("- ")) {
                    shown.add(line.substring(2));
                } else if (line.startsWith("code:") || line.startsWith("endpoint:") || line.startsWith("detail:")) {
                    shown.add(line);
                }
            }
            return shown;
        }

        /** The provider IDs that it could have, with what is known of each. */
        public List<String> candidates() {
            List<String> candidates = new ArrayList<>();
            for (int i = begin; i < end; i++) {
                if (lines.get(i).startsWith("    #provider-id: ")) {
                    candidates.add(lines.get(i).substring("    #provider-id: ".length()));
                }
            }
            return candidates;
        }

        /** Fills in a decision, such as {@code exclude}. */
        public void decide(String decision, String reason) {
            find("    decision:").ifPresent(at -> lines.set(at, "    decision: " + decision));
            because(reason);
        }

        /** Fills in the candidate of that number, from 0. */
        public void choose(int candidate, String reason) {
            int seen = 0;
            for (int i = begin; i < end; i++) {
                if (lines.get(i).startsWith("    #provider-id: ") && seen++ == candidate) {
                    lines.set(i, "    " + lines.get(i).substring("    #".length()));
                }
            }
            because(reason);
        }

        private void because(String reason) {
            String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(reason));
            find("    reason:").ifPresent(at -> lines.set(at, "    reason: \"" + quoted + "\""));
        }

        private Optional<Integer> find(String beginning) {
            for (int i = begin; i < end; i++) {
                if (lines.get(i).startsWith(beginning)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        }

        private String value(int at) {
            return lines.get(at).substring(lines.get(at).indexOf(':') + 1).strip();
        }
    }
}
