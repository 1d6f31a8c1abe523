package org.pimtools.lab;

import java.util.List;
import java.util.Optional;

/** What the disk does to a run. */
enum DiskFault implements ChaosFault {
    /** A sync of a file fails once. */
    SYNC_FAILS(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            return Optional.of(
                    ChaosCalls.failing(start.trace(), start.pace().calls().anySync(start.random()), "EIO", false));
        }
    },
    /** From some moment on the disk is full, as the sync of a file says. */
    DISK_FULL(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            return Optional.of(
                    ChaosCalls.failing(start.trace(), start.pace().calls().anySync(start.random()), "ENOSPC", true));
        }
    },
    /** From some moment on the disk is read-only: no file gets its name or is synchronised. */
    DISK_READ_ONLY(ChaosPart.ROLL_BACK, ChaosPart.MIGRATE) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            ChaosCalls.Place place = new ChaosCalls.Place(
                    "fdatasync,fsync,rename,mkdir",
                    start.pace().calls().anySync(start.random()).number());
            return Optional.of(ChaosCalls.failing(start.trace(), place, "EROFS", true));
        }
    },
    /** From some moment on no byte can be written to the journal. */
    JOURNAL_FULL(ChaosPart.ROLL_BACK) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            return start.journal()
                    .map(journal -> ChaosCalls.failingOn(journal, start.trace(), someWrite(start), "ENOSPC"));
        }
    },
    /** From some size on no file grows: plain writes fail, and the one before writes a part only. */
    FILE_LIMIT(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            long bytes = (long) Math.pow(2, 7 + 10 * start.random().nextDouble());
            return Optional.of(List.of("prlimit", "--fsize=" + bytes + ":" + bytes));
        }
    },
    /** From some moment on no byte can be written to the log. */
    LOG_FULL(ChaosPart.values()) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            return Optional.of(ChaosCalls.failingOn(start.log(), start.trace(), someWrite(start), "ENOSPC"));
        }

        @Override
        public boolean mayStop() {
            return false;
        }
    },
    /** The log cannot be opened, because the disk is read-only. */
    LOG_READ_ONLY(ChaosPart.values()) {
        @Override
        public Optional<List<String>> wrapper(ChaosStart start) {
            return Optional.of(
                    ChaosCalls.failingOn(start.log(), start.trace(), new ChaosCalls.Place("openat", 1), "EROFS"));
        }
    };

    /** About so many writes the files have that are hit. */
    private static final int WRITES = 30;

    private final List<ChaosPart> parts;

    DiskFault(ChaosPart... parts) {
        this.parts = List.of(parts);
    }

    @Override
    public List<ChaosPart> parts() {
        return parts;
    }

    /** An early one more often: some files have only a few. */
    private static ChaosCalls.Place someWrite(ChaosStart start) {
        return new ChaosCalls.Place(
                "write,writev,pwrite64", (int) Math.pow(WRITES, start.random().nextDouble()));
    }
}
