package org.pimtools.dbmigrate.flyway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.flywaydb.core.internal.util.AbbreviationUtils;
import org.pimtools.dbmigrate.script.Version;

/** Compares a history with the folder: each thing that plain Flyway, or this tool, could not go on from. */
final class HistoryCheck {
    private static final Set<String> KNOWN = Set.of("SQL", "DELETE", "BASELINE", "SCHEMA");

    private final List<HistoryRow> rows;
    private final SortedMap<Version, HistoryRow> applied;
    private final SortedMap<Version, HistoryRow> unfinished;
    private final Version baseline;
    private final Version newest;
    private final FaultList faults = new FaultList();

    /** @param newest of the applied versions and the baseline */
    HistoryCheck(
            List<HistoryRow> rows,
            SortedMap<Version, HistoryRow> applied,
            SortedMap<Version, HistoryRow> unfinished,
            Version baseline,
            Version newest) {
        this.rows = rows;
        this.applied = applied;
        this.unfinished = unfinished;
        this.baseline = baseline;
        this.newest = newest;
    }

    List<Fault> faults(ScriptFolder folder, Optional<Version> openVersion) {
        for (Fault fault : folder.faults()) {
            faults.add(fault.message(), fault);
        }
        rows.forEach(this::row);
        unfinished.forEach((version, row) -> {
            if (openVersion.filter(version::equals).isEmpty()) {
                fault(
                        "failed",
                        "version " + version + " failed, and not in a run of this tool: " + row.script(),
                        "nobody knows how far it got: fix the database by hand, then take the row with success = 0 out"
                                + " of flyway_schema_history (or set it to 1) and run again");
            }
        });
        if (folder.isRead()) {
            compare(folder, openVersion);
        }
        return faults.list();
    }

    /** Only with a folder that could be read: else every version would be missing, for one cause. */
    private void compare(ScriptFolder folder, Optional<Version> openVersion) {
        applied.forEach((version, row) -> applied(version, row, folder));
        folder.migrations().values().stream()
                .filter(file ->
                        !file.version().isAbove(newest) && file.version().isAbove(baseline))
                .filter(file -> !applied.containsKey(file.version()))
                .filter(file -> !unfinished.containsKey(file.version()))
                .forEach(file -> fault(
                        "late",
                        file.file() + " appeared after version " + newest + " was applied, and is older",
                        "give it a version above " + folder.newest() + ", or take it away"));
        if (folder.strict()) {
            gap(folder, openVersion);
        }
    }

    private void row(HistoryRow row) {
        if (!KNOWN.contains(row.type())) {
            fault(
                    "type " + row.type(),
                    "the history has a row of type " + row.type()
                            + ", which the free edition of Flyway does not write: " + row.script(),
                    "the database was run by a paid edition or with Java migrations: finish that with the same edition,"
                            + " then adopt a copy of the database without its history by --baseline");
        } else if (row.version().isEmpty() && !row.type().equals("SCHEMA")) {
            fault(
                    "repeatable",
                    "the history has a repeatable script, which is not supported: " + row.script(),
                    "make it a migration of its own, and take its row out of flyway_schema_history");
        } else if (!row.version().isEmpty() && row.parsedVersion().isEmpty()) {
            fault(
                    "version",
                    "the history has version " + row.version() + ", which is none: " + row.script(),
                    "check that the module's file names the right database");
        }
    }

    private void applied(Version version, HistoryRow row, ScriptFolder folder) {
        ScriptFile file = folder.migrations().get(version);
        if (file == null) {
            fault(
                    "missing",
                    "version " + version + " is applied, and its script is missing: " + row.script(),
                    "put it back into the folder; is the folder older than the database?");
        } else if (row.checksum().isPresent() && row.checksum().getAsInt() != file.checksum()) {
            fault(
                    "edited",
                    file.file() + " was edited after it was applied",
                    "put the applied text back, and make the change in a migration of its own");
        } else if (!row.description().equals(AbbreviationUtils.abbreviateDescription(file.description()))) {
            fault(
                    "renamed",
                    file.file() + " was renamed after it was applied as \"" + row.description() + "\"",
                    "give it its old name: " + row.script());
        }
    }

    /** Only what is still to be applied has to be without a gap: folders may be pruned below. */
    private void gap(ScriptFolder folder, Optional<Version> openVersion) {
        Version last = openVersion.filter(open -> open.isAbove(newest)).orElse(newest);
        for (Version version : folder.migrations().keySet()) {
            if (version.isAbove(last)) {
                Optional<Long> expected = last.number().map(number -> number + 1);
                if (expected.isPresent()
                        && !version.equals(Version.of(expected.get().toString()))) {
                    fault(
                            "gap",
                            "there is no migration to version " + expected.get() + ", but one to version " + version,
                            "is the folder complete? the module's file asks for versions without a gap (strict)");
                    return;
                }
                last = version;
            }
        }
    }

    private void fault(String kind, String message, String hint) {
        faults.add(kind, new Fault(message, hint));
    }
}
