package org.pimtools.migrator.step.veeam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.text.Text;

/** The jobs that a person has to rename, and the script for the backup server that does it. */
final class ByHand {
    /** The script, in the folder that a run leaves its files in. */
    static final String SCRIPT = "rename-backup-jobs.ps1";

    /** The same as a table, for whoever renames them in the console. */
    static final String TABLE = "rename-backup-jobs.csv";

    private final Path folder;
    private final Map<Integer, RenameScript.Rename> renames = new LinkedHashMap<>();

    ByHand(Path folder) {
        this.folder = folder;
    }

    /** What to do, with both names. */
    static String instruction(String oldName, String newName, String reason) {
        return "rename the job \"" + Text.printable(oldName) + "\" to \"" + Text.printable(newName)
                + "\" on the backup server, or run " + SCRIPT + " there: " + reason;
    }

    void add(int no, String oldName, String newName) {
        renames.put(no, new RenameScript.Rename(oldName, newName));
    }

    void remove(int no) {
        renames.remove(no);
    }

    /** Writes script and table, in the place of earlier ones; without anything to rename there are none. */
    void write() {
        List<RenameScript.Rename> all = new ArrayList<>(renames.values());
        write(folder.resolve(SCRIPT), all.isEmpty() ? "" : RenameScript.text(all));
        write(folder.resolve(TABLE), all.isEmpty() ? "" : RenameTable.text(all));
    }

    private static void write(Path file, String text) {
        try {
            if (text.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, text, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write " + file + ": " + FileFailure.reason(e),
                    "make room or grant the right to write there, then re-run; what is renamed stays so",
                    e);
        }
    }
}
