package org.pimtools.migrator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pimtools.common.cli.AtomicFile;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.plan.PlanSignature;

/** Which planner this host believes: the one whose plan it saw first, until somebody removes the file. */
final class PlannerTrust {
    /** How a plan's planner relates to the one that is believed. */
    enum Relation {
        FIRST,
        KNOWN,
        ANOTHER
    }

    private final Path file;

    PlannerTrust(Path file) {
        this.file = file;
    }

    /** Compares, and remembers the key when there is none yet. */
    Relation meet(String plannerKey) {
        try {
            if (Files.notExists(file)) {
                AtomicFile.write(file, (plannerKey + "\n").getBytes(StandardCharsets.US_ASCII));
                return Relation.FIRST;
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip().equals(plannerKey)
                    ? Relation.KNOWN
                    : Relation.ANOTHER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ToolException refusal(String plannerKey) {
        return new ToolException(
                ExitCode.UNSAFE,
                "the plan was signed by another planner (" + PlanSignature.fingerprint(plannerKey)
                        + ") than the one that this host trusts",
                "compare the fingerprint with what pim-planner plan showed on the controller; if it is the same, remove "
                        + file + " and make a dry run");
    }
}
