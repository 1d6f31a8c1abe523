package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.Exposure;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.Ownership;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlannerKey;
import picocli.CommandLine.Option;

/** Where the planner keeps its key, the identities of its plans and the keys of the hosts. */
final class StateDirectory {
    private static final String KEY = "planner.key";
    private static final Path SYSTEM = Path.of("/var/lib/pim-tools/planner");

    @Option(
            names = "--state-dir",
            order = 40,
            paramLabel = "DIR",
            description = {
                "where the planner's key and the plans' identities are kept;",
                "default: /var/lib/pim-tools/planner, or",
                "~/.pim-tools/planner for a user who cannot write there"
            })
    Path given;

    /** The directory, made if need be. */
    Path path() throws IOException {
        Path path = place();
        PrivateFiles.directories(path);
        return path;
    }

    /** Where the keys of the hosts are kept, of rehearsals apart from the others; makes nothing. */
    Path hosts(boolean rehearsal) {
        return place().resolve(rehearsal ? "rehearsal-hosts" : "hosts");
    }

    /**
     * Where it is, also when nothing is there yet.
     *
     * @throws ToolException when it is somebody else's, who could sign plans, and have files of any host believed
     */
    private Path place() {
        Path place = given != null ? given : usual();
        try {
            Optional<String> stranger = Files.exists(place) ? Ownership.stranger(place) : Optional.empty();
            if (stranger.isPresent()) {
                throw new ToolException(
                        ExitCode.UNSAFE,
                        "the planner's state directory " + place + " belongs to " + stranger.get(),
                        "run as " + stranger.get()
                                + ", or make it this user's: chown -R; its owner can sign plans, and have"
                                + " files of any host believed");
            }
            return place;
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot look at the planner's state directory " + place + ": " + FileFailure.reason(e),
                    "check the owner and the mode of its parents, or give another --state-dir",
                    e);
        }
    }

    /** The planner's key, made at its first use; warns when others than its owner may read it. */
    PlannerKey key(Output output) throws IOException {
        Path file = path().resolve(KEY);
        PlannerKey key = PlannerKey.loadOrCreate(file);
        Exposure.warnings(file, "the planner's key").forEach(output::warn);
        return key;
    }

    /** The planner's key if it was made before; makes neither key nor directory. */
    Optional<PlannerKey> existingKey() {
        return PlannerKey.find(place().resolve(KEY));
    }

    private static Path usual() {
        Path existing = SYSTEM;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return Files.isWritable(existing) ? SYSTEM : Path.of(System.getProperty("user.home"), ".pim-tools", "planner");
    }
}
