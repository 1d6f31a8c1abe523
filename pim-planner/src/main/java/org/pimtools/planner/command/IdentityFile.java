package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.secret.Identity;

/** The file with the identity that opens a plan's sealed parts; it must not travel with the plan. */
final class IdentityFile {
    private final Path path;

    private IdentityFile(Path path) {
        this.path = path;
    }

    /** @throws ToolException when it would lie in the plan's folder, or its own folder does not exist */
    static IdentityFile beside(Path plan, Path given, StateDirectory state) throws IOException {
        Path path =
                given != null ? given : free(state.path(), plan.getFileName().toString());
        if (path.toAbsolutePath().getParent() != null) {
            PrivateFiles.directories(path.toAbsolutePath().getParent());
        }
        if (realFolder(path, "--identity-out").equals(realFolder(plan, "-o"))) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the identity would lie in the plan's folder, so that whoever copies the folder has both",
                    "give a file in another folder with --identity-out");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    path + " exists already",
                    "give another file with --identity-out: an identity is never overwritten");
        }
        return new IdentityFile(path);
    }

    /** {@code PLAN.identity}, or with a number when an earlier plan of that name has left one. */
    private static Path free(Path folder, String plan) {
        Path path = folder.resolve(plan + ".identity");
        for (int number = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); number++) {
            path = folder.resolve(plan + "." + number + ".identity");
        }
        return path;
    }

    Path path() {
        return path;
    }

    void write(Identity identity) throws IOException {
        AtomicFile.writeNew(
                path, out -> out.write(identity.fileContent().reveal().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Deletes it again when there is no plan for it. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static Path realFolder(Path file, String option) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "there is no folder " + folder,
                    "make it, or give another path with " + option);
        }
        return folder.toRealPath();
    }
}
