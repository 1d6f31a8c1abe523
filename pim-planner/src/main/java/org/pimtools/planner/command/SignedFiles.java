package org.pimtools.planner.command;

import java.util.List;
import org.pimtools.common.output.Output;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFile;

/** Shows with which keys SQL files are signed. */
final class SignedFiles {
    private SignedFiles() {}

    /** One line a file, for people. */
    static void show(Output output, List<SqlFile> files, PlannedRows plan) {
        files.forEach(file -> output.line(
                plan.title(file.manifest().datacenter()) + ": signed by its host, " + file.hostFingerprint()));
    }
}
