package org.pimtools.migrator.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.signature.Signatures;

/** Which planner this host believes: the one whose plan its first dry run saw, until somebody removes the file. */
public final class PlannerTrust {
    /** How a plan's planner relates to the one that is believed. */
    public enum Relation {
        FIRST,
        KNOWN,
        ANOTHER
    }

    private final Path file;

    public PlannerTrust(Path file) {
        this.file = file;
    }

    public Relation relation(String plannerKey) {
        try {
            if (Files.notExists(file)) {
                return Relation.FIRST;
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip().equals(plannerKey)
                    ? Relation.KNOWN
                    : Relation.ANOTHER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void remember(String plannerKey) {
        try {
            AtomicFile.write(file, (plannerKey + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ToolException when nobody could compare this planner's key yet, or another one is believed */
    public void require(String plannerKey) {
        switch (relation(plannerKey)) {
            case FIRST -> throw neverMet(plannerKey);
            case KNOWN -> {}
            case ANOTHER -> throw refusal(plannerKey);
        }
    }

    private static ToolException neverMet(String plannerKey) {
        return new ToolException(
                ExitCode.UNSAFE,
                "this host trusts no planner yet: the plan was signed by " + Signatures.fingerprint(plannerKey),
                "make a dry run first, without --no-dry-run, and compare this fingerprint with what pim-planner plan showed");
    }

    public ToolException refusal(String plannerKey) {
        return new ToolException(
                ExitCode.UNSAFE,
                "the plan was signed by another planner (" + Signatures.fingerprint(plannerKey)
                        + ") than the one that this host trusts",
                "compare the fingerprint with what pim-planner plan showed on the controller; if it is the same, remove "
                        + file + " and make a dry run");
    }
}
