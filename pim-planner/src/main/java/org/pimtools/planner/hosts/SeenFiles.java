package org.pimtools.planner.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;

/**
 * The newest files of each kind that a planner believed of a datacenter's host, so that an older one that is sent again is recognised
 * where the newer ones are not. A file for each datacenter, with the key that signed them: files of another key begin anew.
 */
final class SeenFiles {
    private static final String ENDING = ".newest";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;

    /** @param folder need not be there before something is remembered */
    SeenFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * What is remembered of a datacenter.
     *
     * @param key the public key of its host
     * @param newest by kind
     */
    private record Seen(
            @JsonProperty("key") String key,
            @JsonProperty("newest") Map<FileKind, Newest> newest) {
        static final Seen NOTHING = new Seen("", Map.of());

        Seen {
            Objects.requireNonNull(key);
            newest = new TreeMap<>(newest);
        }
    }

    /** A {@link FileAge} as it stands in the file. */
    private record Newest(
            @JsonProperty("planCreated") String planCreated,
            @JsonProperty("plan") String plan,
            @JsonProperty("run") String run) {
        static Newest of(FileAge age) {
            return new Newest(age.planCreated().toString(), age.plan().toString(), age.run());
        }

        FileAge age() {
            return new FileAge(Instant.parse(planCreated), UUID.fromString(plan), Objects.requireNonNull(run));
        }
    }

    /** Why the file must not be taken, because something later was seen; it goes after the file's name. */
    Optional<String> newer(SignedFile file) {
        Seen seen = of(file);
        return seen.newest().entrySet().stream()
                .filter(newest -> file.kind().isSupersededBy(newest.getKey())
                        && newest.getValue().age().isAfter(file.age()))
                .findFirst()
                .map(newest -> "is superseded: its host " + newest.getKey().word() + " in the later run "
                        + newest.getValue().run()
                        + (newest.getValue().age().plan().equals(file.age().plan())
                                ? ""
                                : " of plan " + newest.getValue().plan()));
    }

    /** Takes a file for seen that was verified to its end. */
    void remember(SignedFile file) {
        Seen seen = of(file);
        Newest before = seen.newest().get(file.kind());
        if (before == null || file.age().isAfter(before.age())) {
            Map<FileKind, Newest> newest = new TreeMap<>(seen.newest());
            newest.put(file.kind(), Newest.of(file.age()));
            write(file(file.datacenter()), new Seen(file.key().orElseThrow(), newest));
        }
    }

    private Seen of(SignedFile file) {
        Seen seen = read(file(file.datacenter()));
        return file.key().filter(seen.key()::equals).isPresent() ? seen : Seen.NOTHING;
    }

    private Path file(DatacenterId datacenter) {
        return folder.resolve(DatacenterFiles.directory(datacenter) + ENDING);
    }

    private static Seen read(Path file) {
        if (Files.notExists(file)) {
            return Seen.NOTHING;
        }
        try {
            Seen seen = JSON.readValue(file.toFile(), Seen.class);
            seen.newest().values().forEach(Newest::age);
            return seen;
        } catch (IOException | DateTimeException | IllegalArgumentException | NullPointerException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " is damaged, or cannot be read",
                    "run as its owner, or move it away: then older files of this host are not recognised until newer ones are seen",
                    e);
        }
    }

    private static void write(Path file, Seen seen) {
        try {
            AtomicFile.write(file, JSON.writeValueAsBytes(seen));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot remember the host's newest files in " + file + ": " + FileFailure.reason(e),
                    "run as a user who may write there, or name another place with --state-dir",
                    e);
        }
    }
}
