package org.pimtools.migrator.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import java.util.stream.Stream;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.Ownership;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.migrator.journal.WorkFile;

/**
 * Everything that the migrator keeps about one datacenter, readable by its owner only:
 *
 * <pre>
 * lock            held while a process works on the datacenter
 * planner.key     the planner's public key that was trusted first
 * host.key        what this host signs its results and SQL files with; rehearsal.key for rehearsals
 * finished.json   the last migration that came to its end
 * refused-logins.json  logins that providers refused, with digests of their passwords
 * rollback.json   the last rollback that began to change something
 * runs/RUN/       one directory per run: section.jsonl (its part of the plan), plan.path (where that was), result, report, page, decisions, SQL files;
 *                 the run that began a migration holds its resolved.jsonl, work.jsonl and journal.jsonl
 * latest          a link to the newest run's directory, for people and for copying
 * </pre>
 */
public final class StateDirectory {
    private static final String RUNS = "runs";
    private static final String LATEST = "latest";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final DateTimeFormatter RUN_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final DatacenterId datacenter;

    /** @param base the directory of all datacenters; nothing is made before {@link #lock} */
    public StateDirectory(Path base, DatacenterId datacenter) {
        this.directory = base.resolve(DatacenterFiles.directory(datacenter));
        this.datacenter = datacenter;
    }

    /**
     * The state of the given datacenter, or of the only one that the base has.
     *
     * @throws ToolException when it is not known which one is meant, or nothing was run for it yet
     */
    public static StateDirectory existing(Path base, Optional<DatacenterId> datacenter) {
        List<DatacenterId> present = present(base);
        if (datacenter.isPresent() && present.contains(datacenter.get())) {
            return new StateDirectory(base, datacenter.get());
        }
        if (datacenter.isEmpty() && present.size() == 1) {
            return new StateDirectory(base, present.get(0));
        }
        if (present.isEmpty() || datacenter.isPresent()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "nothing was run here yet"
                            + datacenter.map(id -> " for datacenter " + id).orElse(""),
                    "make a dry run with pim-migrator PLAN, or name the state's place with --state-dir");
        }
        throw new ToolException(
                ExitCode.USAGE,
                "which datacenter is meant is not known",
                "give it with --datacenter; there are "
                        + String.join(
                                ", ",
                                present.stream().map(DatacenterId::toString).toList()));
    }

    private static List<DatacenterId> present(Path base) {
        if (Files.notExists(base)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(base)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .flatMap(name -> DatacenterFiles.ofDirectory(name).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(base, e);
        }
    }

    public DatacenterId datacenter() {
        return datacenter;
    }

    public Path path() {
        return directory;
    }

    public Path plannerKey() {
        return directory.resolve("planner.key");
    }

    /**
     * The key with which this host signs what it leaves for the controller, made at its first use. A rehearsal, which may be played
     * somewhere else, has its own, so that nobody takes its files for those of the night.
     *
     * @throws ToolException when it cannot be read or made
     */
    public SigningKey hostKey(boolean rehearsal) {
        return SigningKey.loadOrCreate(hostKeyFile(rehearsal), SigningKey.Owner.HOST);
    }

    /** As above, without making one. */
    public Optional<SigningKey> existingHostKey(boolean rehearsal) {
        return SigningKey.find(hostKeyFile(rehearsal), SigningKey.Owner.HOST);
    }

    private Path hostKeyFile(boolean rehearsal) {
        return directory.resolve(rehearsal ? "rehearsal.key" : "host.key");
    }

    public Path finished() {
        return directory.resolve("finished.json");
    }

    public Path refusedLogins() {
        return directory.resolve("refused-logins.json");
    }

    public Path rolledBack() {
        return directory.resolve("rollback.json");
    }

    private Path runs() {
        return directory.resolve(RUNS);
    }

    /** The files of one run. */
    public record RunFiles(Path directory) {
        /** The run's name, which is its directory's. */
        public String run() {
            return directory.getFileName().toString();
        }

        /** @throws IOException when it cannot be written */
        public void remember(GivenPlan given) throws IOException {
            given.write(directory.resolve("plan.path"));
        }

        /** The files that this run was given, if the plan is known and still there. */
        public Optional<GivenPlan> given() {
            return GivenPlan.read(directory.resolve("plan.path"));
        }

        public Path section() {
            return directory.resolve("section.jsonl");
        }

        /** The result as it was when the work was frozen, before Redis was changed. */
        public Path resolved() {
            return directory.resolve("resolved.jsonl");
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

        /** For a browser: what the run found and did. */
        public Path page() {
            return directory.resolve("report.html");
        }

        public Path verified() {
            return directory.resolve("verified.jsonl");
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
            Path base = directory.toAbsolutePath().getParent();
            requireOwn(base);
            privateDirectory(directory);
            requireOwn(directory);
            privateDirectory(runs());
            requireOwn(runs());
            FileChannel channel = FileChannel.open(
                    directory.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (!taken(channel, false)) {
                channel.close();
                throw new ToolException(
                        ExitCode.UNSAFE,
                        "another pim-migrator works on this datacenter",
                        "wait for it to end; 'pim-migrator status' says how far it is");
            }
            return new Lock(channel);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Who owns a folder of the state can change what a migration and a rollback do. */
    static void requireOwn(Path folder) throws IOException {
        Optional<String> stranger = Ownership.stranger(folder);
        if (stranger.isPresent()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the state directory " + folder + " belongs to " + stranger.get(),
                    "run as " + stranger.get()
                            + ", or make it this user's: chown -R; its owner can change what a migration and"
                            + " a rollback do");
        }
    }

    static ToolException unusable(Path directory, IOException cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "cannot use the state directory " + directory + ": " + FileFailure.reason(cause),
                mayHoldState(directory)
                        ? "make room, or run as the user who may write there; keep this state directory: what was migrated can"
                                + " only be resumed and rolled back with it"
                        : "run as a user who may write there, or name another place with --state-dir",
                cause);
    }

    /** Whether a datacenter's runs are here or one level below, or may be since nobody can look. */
    private static boolean mayHoldState(Path directory) {
        if (Files.notExists(directory)) {
            return false;
        }
        if (Files.exists(directory.resolve(RUNS))) {
            return true;
        }
        try (Stream<Path> below = Files.list(directory)) {
            return below.anyMatch(each -> Files.exists(each.resolve(RUNS)));
        } catch (NotDirectoryException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** True while a process holds the lock. */
    public boolean isLocked() {
        Path lock = directory.resolve("lock");
        if (Files.notExists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ)) {
            return !taken(channel, true);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** @param shared true to see only whether another process holds it, for which the file need not be writable */
    private static boolean taken(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
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

    /** Makes the directory of a new run, named by the time and later than all others; {@code latest} leads there from now on. */
    public RunFiles newRun(Instant now) {
        String last = runsNewestFirst().stream().findFirst().map(RunFiles::run).orElse("");
        try {
            for (Instant time = now; ; time = time.plusSeconds(1)) {
                String name = RUN_NAME.format(time);
                if (name.compareTo(last) > 0) {
                    Path run = runs().resolve(name);
                    try {
                        Files.createDirectory(run, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                        pointTo(name);
                        return new RunFiles(run);
                    } catch (FileAlreadyExistsException e) {
                        last = name;
                    }
                }
            }
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot make a directory for the run in " + runs() + ": " + FileFailure.reason(e),
                    "free or fix the disk, then run again",
                    e);
        }
    }

    /** Beside the runs and not among them, so that whoever lists those finds each once; the link is never missing meanwhile. */
    private void pointTo(String run) throws IOException {
        Path next = directory.resolve(LATEST + ".new");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, Path.of(RUNS, run));
        Files.move(next, directory.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The run that began the newest migration, finished or not; empty when nothing was migrated here. */
    public Optional<RunFiles> newestMigration() {
        return runsNewestFirst().stream()
                .filter(run -> Files.exists(run.work()))
                .findFirst();
    }

    /** What the run was given that began the newest migration. */
    public Optional<GivenPlan> migratedPlan() {
        return newestMigration().flatMap(RunFiles::given);
    }

    public RunFiles run(String name) {
        return new RunFiles(runs().resolve(name));
    }

    /**
     * The run that began the newest migration, which came to its end.
     *
     * @throws ToolException when there is none, or it was rolled back
     */
    public RunFiles finishedMigration() {
        RunFiles newest = newestMigration()
                .orElseThrow(() -> new ToolException(
                        ExitCode.INVALID_INPUT, "nothing was migrated here yet", "run pim-migrator PLAN --no-dry-run"));
        RolledBack.of(this).filter(last -> last.undidAll() || !last.finished()).ifPresent(last -> {
            throw last.refusal();
        });
        return Finished.read(finished())
                .filter(last -> last.migration().equals(newest.run()))
                .map(last -> newest)
                .orElseThrow(() -> new ToolException(
                        ExitCode.UNSAFE,
                        "the migration that run " + newest.run() + " began is not finished",
                        "run it again with the same plan and --no-dry-run: it resumes"));
    }

    /** The work of all migrations, the newest first. */
    public List<WorkFile> works() {
        return runsNewestFirst().stream()
                .filter(run -> Files.exists(run.work()))
                .map(run -> WorkFile.open(run.work()))
                .toList();
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
                    "cannot read the state directory " + directory + ": " + FileFailure.reason(e),
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
