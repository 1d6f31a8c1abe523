package org.pimtools.migrator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.migrator.journal.Disk;

/**
 * Everything that the migrator keeps about one datacenter, readable by its owner only:
 *
 * <pre>
 * lock            held while a process works on the datacenter
 * planner.key     the planner's public key that was trusted first
 * finished.json   the last migration that came to its end
 * section.jsonl   the copy of the plan's section that the last run used
 * runs/RUN/       one directory per run: result, report, decisions, SQL files;
 *                 the run that began a migration holds its work.jsonl and journal.jsonl
 * </pre>
 */
public final class StateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final DateTimeFormatter RUN_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;

    /** @param base the directory of all datacenters; nothing is made before {@link #lock} */
    public StateDirectory(Path base, UUID datacenter) {
        this.directory = base.resolve(datacenter.toString());
    }

    public Path path() {
        return directory;
    }

    public Path section() {
        return directory.resolve("section.jsonl");
    }

    public Path plannerKey() {
        return directory.resolve("planner.key");
    }

    Path finished() {
        return directory.resolve("finished.json");
    }

    private Path runs() {
        return directory.resolve("runs");
    }

    /** The files of one run. */
    public record RunFiles(Path directory) {
        /** The run's name, which is its directory's. */
        public String run() {
            return directory.getFileName().toString();
        }

        public Path work() {
            return directory.resolve("work.jsonl");
        }

        public Path journal() {
            return directory.resolve("journal.jsonl");
        }

        public Path result() {
            return directory.resolve("result.jsonl");
        }

        public Path report() {
            return directory.resolve("report.json");
        }

        public Path decisions() {
            return directory.resolve("decisions.yaml");
        }
    }

    /**
     * Makes the directory where it is missing and keeps every other process away from it until the lock is closed.
     *
     * @throws ToolException when another process holds it, or the directory cannot be made
     */
    public Lock lock() {
        try {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            privateDirectory(directory);
            privateDirectory(runs());
            FileChannel channel = FileChannel.open(
                    directory.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (!taken(channel)) {
                channel.close();
                throw new ToolException(
                        ExitCode.UNSAFE,
                        "another pim-migrator works on this datacenter",
                        "wait for it to end; 'pim-migrator status' says how far it is");
            }
            return new Lock(channel);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot use the state directory " + directory + ": " + Disk.reason(e),
                    "run as a user who may write there, or name another place with --state-dir",
                    e);
        }
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Keeps other processes away; ends with the process at the latest. */
    public static final class Lock implements AutoCloseable {
        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the directory of a new run, named by the time and later than all others. */
    public RunFiles newRun(Instant now) {
        String last = runsNewestFirst().stream().findFirst().map(RunFiles::run).orElse("");
        try {
            for (Instant time = now; ; time = time.plusSeconds(1)) {
                String name = RUN_NAME.format(time);
                if (name.compareTo(last) > 0) {
                    Path run = runs().resolve(name);
                    try {
                        Files.createDirectory(run, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                        return new RunFiles(run);
                    } catch (FileAlreadyExistsException e) {
                        last = name;
                    }
                }
            }
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot make a directory for the run in " + runs() + ": " + Disk.reason(e),
                    "free or mend the disk, then run again",
                    e);
        }
    }

    /** The run that began the newest migration, finished or not; empty when nothing was migrated here. */
    public Optional<RunFiles> newestMigration() {
        return runsNewestFirst().stream()
                .filter(run -> Files.exists(run.work()))
                .findFirst();
    }

    /** All runs, the newest first. */
    public List<RunFiles> runsNewestFirst() {
        if (Files.notExists(runs())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(runs())) {
            return entries.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(RunFiles::new)
                    .sorted(Comparator.comparing(RunFiles::run).reversed())
                    .toList();
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the state directory " + directory + ": " + Disk.reason(e),
                    "run as the user who ran the migration",
                    e);
        }
    }

    private static void privateDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        }
    }
}
