package org.pimtools.migrator.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;

/**
 * The last rollback that began to change something.
 *
 * @param run its run, which holds its result
 * @param migration the run that began the newest migration
 * @param whole false when only chosen VMs are rolled back
 * @param finished whether it came to its end, with or without VMs that could not be rolled back
 * @param vms VMs that were rolled back
 * @param left VMs that were not, because they changed since
 */
public record RolledBack(
        @JsonProperty("run") String run,
        @JsonProperty("migration") String migration,
        @JsonProperty("whole") boolean whole,
        @JsonProperty("finished") boolean finished,
        @JsonProperty("vms") long vms,
        @JsonProperty("left") long left) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** One that is about to change something. */
    public static RolledBack begun(String run, String migration, boolean whole) {
        return new RolledBack(run, migration, whole, false, 0, 0);
    }

    public RolledBack ended(long rolledBack, long leftAlone) {
        return new RolledBack(run, migration, whole, true, rolledBack, leftAlone);
    }

    /** Whether all of the datacenter was rolled back, so that its migration is over. */
    public boolean undidAll() {
        return whole && finished;
    }

    /** Why what needs a migration that came to its end cannot be done. */
    ToolException refusal() {
        return finished
                ? new ToolException(
                        ExitCode.UNSAFE,
                        "the migration was rolled back by run " + run,
                        "migrate again with pim-migrator PLAN --no-dry-run")
                : new ToolException(
                        ExitCode.UNSAFE,
                        "the rollback that run " + run + " began is not finished",
                        "run pim-migrator rollback --no-dry-run again: it resumes");
    }

    /** @return empty when nothing was rolled back since the newest migration was begun, or since it came to its end last */
    public static Optional<RolledBack> of(StateDirectory state) {
        Path file = state.rolledBack();
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        RolledBack last;
        try {
            last = JSON.readValue(file.toFile(), RolledBack.class);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, file + " is damaged", "move it away: rolling back again writes it anew", e);
        }
        boolean migratedSince = Finished.read(state.finished())
                .filter(finished -> finished.run().compareTo(last.run) > 0)
                .isPresent();
        boolean ofTheNewest = state.newestMigration()
                .filter(newest -> newest.run().equals(last.migration))
                .isPresent();
        return ofTheNewest && !migratedSince ? Optional.of(last) : Optional.empty();
    }

    public void write(StateDirectory state) throws IOException {
        AtomicFile.write(state.rolledBack(), JSON.writeValueAsBytes(this));
    }
}
