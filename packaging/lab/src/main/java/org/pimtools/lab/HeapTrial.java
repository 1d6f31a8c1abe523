package org.pimtools.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.testkit.doubles.VsphereDouble;

/**
 * Whether a migrator gets by with little heap on a large datacenter: a dry run and a migration. The vCenter is the testkit's double, since
 * vcsim would need 30 KB for every VM.
 */
record HeapTrial(int mebibytes) implements Trial {
    private static final int PAGE = 500;
    private static final long PAUSE_MILLIS = 20;

    /** Source: the JVM's log, {@code -Xlog:gc}: heap before and after a collection, and its size. */
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    /** Source: proc(5), {@code /proc/pid/status}: the peak of the resident set. */
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    /**
     * What a run needed.
     *
     * @param used the most heap in use before a collection
     * @param live the most heap in use after one
     * @param resident the most memory of the process, 0 where the system does not tell
     */
    private record Need(Tool.Result result, long millis, long used, long live, long resident) {}

    @Override
    public boolean play(Setting setting, PrintStream stream) {
        Crowd crowd = Crowd.deployed(setting.size());
        try (VsphereDouble vCenter = VsphereDouble.start(
                        VsphereDouble.Options.of(crowd.inventory()).pageSize(PAGE));
                CrowdSite site = CrowdSite.make(crowd, Crowd.VCenter.of(vCenter), setting)) {
            stream.println("%s, %,d VMs, -Xmx%dm, the vCenter is a double"
                    .formatted(setting.name(), crowd.deployed(), mebibytes));
            boolean met = passes("dry run", site, setting, stream, site.run());
            if (met) {
                met = passes("migration", site, setting, stream, site.run("--no-dry-run"));
                if (met) {
                    site.requireRekeyed();
                }
            }
            return met;
        }
    }

    private boolean passes(String what, CrowdSite site, Setting setting, PrintStream stream, List<String> arguments) {
        Path log = setting.directory().resolve(what.replace(' ', '-') + "-gc.log");
        Need need =
                run(site.migrator("-Xmx" + mebibytes + "m", "-Xlog:gc:file=" + log + "::filecount=0"), arguments, log);
        boolean passed = need.result().exit() == 0;
        stream.println("  %-10s %s, %,d ms; heap at most %d MiB, %d MiB after a collection; resident at most %d MiB"
                .formatted(
                        what, passed ? "passed" : "failed", need.millis(), need.used(), need.live(), need.resident()));
        if (!passed) {
            stream.println("  "
                    + need.result()
                            .err()
                            .lines()
                            .findFirst()
                            .orElse(need.result().out()));
        }
        return passed;
    }

    private static Need run(Tool tool, List<String> arguments, Path log) {
        long started = System.nanoTime();
        Process process = tool.start(arguments);
        Residence residence = new Residence(process);
        residence.start();
        Tool.Result result = Tool.finish(process);
        long millis = (System.nanoTime() - started) / 1_000_000;
        long used = 0;
        long live = 0;
        try {
            Matcher collections = COLLECTION.matcher(Files.readString(log));
            while (collections.find()) {
                used = Math.max(used, Long.parseLong(collections.group(1)));
                live = Math.max(live, Long.parseLong(collections.group(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Need(result, millis, used, live, residence.peak());
    }

    /** Looks at a process until it has ended. */
    private static final class Residence extends Thread {
        private final Process process;
        private long peak;

        Residence(Process process) {
            super("residence");
            this.process = process;
        }

        @Override
        public void run() {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            try {
                while (process.isAlive()) {
                    Matcher matcher = PEAK.matcher(Files.readString(status));
                    if (matcher.find()) {
                        peak = Long.parseLong(matcher.group(1)) / 1024;
                    }
                    sleep(PAUSE_MILLIS);
                }
            } catch (IOException e) {
                // it has ended, or this system has no such file
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        long peak() {
            try {
                join();
            } catch (InterruptedException e) {
                interrupt();
            }
            return peak;
        }
    }
}
