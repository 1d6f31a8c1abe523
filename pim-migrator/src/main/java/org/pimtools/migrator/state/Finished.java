package org.pimtools.migrator.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;

/**
 * The last migration that came to its end, with or without changes that could not be made.
 *
 * @param migration the run that began it
 * @param run the run that ended it and holds its result
 * @param leftOut VMs whose subscription could not be re-keyed, so that the SQL files leave them out
 */
public record Finished(
        @JsonProperty("migration") String migration,
        @JsonProperty("run") String run,
        @JsonProperty("update") String update,
        @JsonProperty("rollback") String rollback,
        @JsonProperty("leftOut") SortedSet<Long> leftOut) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static Finished of(String migration, String run, Path update, Path rollback, Collection<Long> leftOut) {
        return new Finished(migration, run, update.toString(), rollback.toString(), new TreeSet<>(leftOut));
    }

    public static Optional<Finished> read(Path file) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Finished.class));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " is damaged",
                    "move it away: running the migration again with the same plan writes it anew",
                    e);
        }
    }

    /** The same in a state that lies elsewhere: the SQL files keep their run and name below that directory. */
    Finished below(Path directory) {
        return new Finished(migration, run, moved(directory, update), moved(directory, rollback), leftOut);
    }

    private static String moved(Path directory, String file) {
        Path path = Path.of(file);
        int names = path.getNameCount();
        return directory.resolve(path.subpath(Math.max(0, names - 3), names)).toString();
    }

    public void write(Path file) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsBytes(this));
    }
}
