package org.pimtools.dbmigrate.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Compares a history with the folder: each thing that plain Flyway, or this tool, could not go on from. */
final class HistoryCheck {
    private static final Set<String> KNOWN = Set.of("SQL", "DELETE", "BASELINE", "SCHEMA");

    private final List<HistoryRow> rows;
    private final SortedMap<Integer, HistoryRow> applied;
    private final SortedMap<Integer, HistoryRow> unfinished;
    private final int baseline;
    private final List<Fault> faults = new ArrayList<>();

    HistoryCheck(
            List<HistoryRow> rows,
            SortedMap<Integer, HistoryRow> applied,
            SortedMap<Integer, HistoryRow> unfinished,
            int baseline) {
        this.rows = rows;
        this.applied = applied;
        this.unfinished = unfinished;
        this.baseline = baseline;
    }

    List<Fault> faults(ScriptFolder folder, Optional<Integer> openVersion) {
        faults.addAll(folder.faults());
        rows.forEach(this::row);
        unfinished.values().stream()
                .filter(row -> openVersion.filter(open -> open == row.number()).isEmpty())
                .forEach(row -> fault(
                        "version " + row.number() + " failed, and not in a run of this tool: " + row.script(),
                        "nobody knows how far it got: fix the database by hand, then take the row with success = 0 out"
                                + " of flyway_schema_history (or set it to 1) and run again"));
        applied.values().forEach(row -> applied(row, folder));
        int current = applied.isEmpty() ? baseline : Math.max(baseline, applied.lastKey());
        folder.migrations().values().stream()
                .filter(file -> file.version() <= current && file.version() > baseline)
                .filter(file -> !applied.containsKey(file.version()))
                .filter(file -> !unfinished.containsKey(file.version()))
                .forEach(file -> fault(
                        file.file() + " appeared after version " + current + " was applied, and is older",
                        "give it the number " + (folder.newest() + 1) + ", or take it away"));
        gap(folder, current, openVersion);
        return List.copyOf(faults);
    }

    private void row(HistoryRow row) {
        if (!KNOWN.contains(row.type())) {
            fault(
                    "the history has a row of type " + row.type()
                            + ", which the free edition of Flyway does not write: " + row.script(),
                    "the database was run by a paid edition or with Java migrations: finish that with the same edition,"
                            + " then adopt a copy of the database without its history by --baseline");
        } else if (row.version().isEmpty() && !row.type().equals("SCHEMA")) {
            fault(
                    "the history has a repeatable script, which is not supported: " + row.script(),
                    "make it a migration of its own, and take its row out of flyway_schema_history");
        } else if (!row.version().isEmpty() && !row.isWhole()) {
            fault(
                    "the history has version " + row.version() + ", which is not a whole number: " + row.script(),
                    "check that the module's file names the right database");
        }
    }

    private void applied(HistoryRow row, ScriptFolder folder) {
        ScriptFile file = folder.migrations().get(row.number());
        if (file == null) {
            fault(
                    "version " + row.number() + " is applied, and its script is missing: " + row.script(),
                    "put it back into the folder; is the folder older than the database?");
        } else if (row.checksum().isPresent() && row.checksum().getAsInt() != file.checksum()) {
            fault(
                    file.file() + " was edited after it was applied",
                    "put the applied text back, and make the change in a migration of its own");
        } else if (!row.description().equals(file.description())) {
            fault(
                    file.file() + " was renamed after it was applied as \"" + row.description() + "\"",
                    "give it its old name: " + row.script());
        }
    }

    /** Only what is still to be applied has to be without a gap: folders may be pruned below. */
    private void gap(ScriptFolder folder, int current, Optional<Integer> openVersion) {
        int expected = openVersion.filter(open -> open > current).isPresent() ? openVersion.get() : current + 1;
        for (int version : folder.migrations().tailMap(current + 1).keySet()) {
            if (version != expected) {
                fault(
                        "there is no migration to version " + expected + ", but one to version " + version,
                        "is the folder complete? versions follow each other without a gap");
                return;
            }
            expected++;
        }
    }

    private void fault(String message, String hint) {
        faults.add(new Fault(message, hint));
    }
}
