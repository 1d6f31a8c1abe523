package org.pimtools.planner.sqlfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.error.ToolException;

/** The SQL files that were given, and those that lie beside them: of each datacenter only the newest is complete. */
final class NewerFiles {
    private final List<SqlHead> heads;

    private NewerFiles(List<SqlHead> heads) {
        this.heads = List.copyOf(heads);
    }

    /** Looks into the folders of the files. What lies there and is no SQL file of ours does not count. */
    static NewerFiles around(List<SqlHead> given) {
        List<SqlHead> heads = new ArrayList<>(given);
        Set<Path> known = new LinkedHashSet<>();
        Set<Path> folders = new LinkedHashSet<>();
        for (SqlHead head : given) {
            Path path = head.path().toAbsolutePath().normalize();
            known.add(path);
            folders.add(path.getParent());
        }
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.sql")) {
                for (Path file : files) {
                    if (known.add(file) && Files.isRegularFile(file)) {
                        head(file).ifPresent(heads::add);
                    }
                }
            } catch (IOException e) {
                // a folder that may not be listed tells of no other file
                continue;
            }
        }
        return new NewerFiles(heads);
    }

    private static Optional<SqlHead> head(Path file) {
        try {
            return Optional.of(SqlHead.read(file));
        } catch (ToolException e) {
            return Optional.empty();
        }
    }

    /** The newest of those that take this one's place, of the same direction if it can be. */
    Optional<SqlHead> than(SqlHead head) {
        return heads.stream()
                .filter(other -> other.supersedes(head))
                .max(SqlHead.BY_RUN.thenComparing(
                        other -> other.manifest().direction() == head.manifest().direction()));
    }
}
