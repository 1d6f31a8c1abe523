package org.pimtools.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Tools;

/**
 * Re-keying all subscriptions of a datacenter, against {@code redis-benchmark} with as many commands as re-keying consists of: the hash's
 * name, and taking out and putting in of the VM's id, of the cached name and of the cache's id. Ours is a migration that goes on after its
 * work was frozen, on a Redis as it was before; it counts from the journal's first line to its last write, so with every look and the
 * journal, but without what comes before and after. Neither side's Redis saves meanwhile.
 */
final class RekeyContest implements Contest {
    private static final int PAGE = 500;
    private static final String NAME = "eeeeeeee-0000-4000-8000-000000000001#vm-__rand_int__";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("HSET", "VirtualMachine:__rand_int__", "name", NAME),
            List.of("SADD", "VirtualMachine:name:" + NAME, "1"),
            List.of("SREM", "VirtualMachine:name:" + NAME, "1"),
            List.of("SADD", "VirtualMachinesCache:__rand_int__:cache", NAME),
            List.of("SREM", "VirtualMachinesCache:__rand_int__:cache", NAME),
            List.of("SADD", "VirtualMachinesCache:cache:" + NAME, "1"),
            List.of("SREM", "VirtualMachinesCache:cache:" + NAME, "1"));

    /** Source: docs/journal-format.md. */
    private static final Pattern BEGIN = Pattern.compile("\\{\"kind\":\"begin\".*\"at\":\"([^\"]+)\".*");

    private final CrowdSite site;
    private final Path before;
    private final Path run;

    private RekeyContest(CrowdSite site, Path before, Path run) {
        this.site = site;
        this.before = before;
        this.run = run;
    }

    static RekeyContest start(Trial.Setting setting) {
        Crowd crowd = Crowd.deployed(setting.size());
        try (VsphereDouble vCenter =
                VsphereDouble.start(VsphereDouble.Options.of(crowd.inventory()).pageSize(PAGE))) {
            CrowdSite site = CrowdSite.make(crowd, Crowd.VCenter.of(vCenter), setting);
            try {
                Path before = Files.copy(site.dump(), setting.directory().resolve("before.rdb"));
                site.migrator().run(site.run().toArray(String[]::new)).good("pim-migrator");
                migrate(site);
                return new RekeyContest(site, before, site.latest("work.jsonl").getParent());
            } catch (IOException e) {
                site.close();
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                site.close();
                throw e;
            }
        }
    }

    private static void migrate(CrowdSite site) {
        site.migrator().run(site.run("--no-dry-run").toArray(String[]::new)).good("pim-migrator");
        site.requireRekeyed();
    }

    @Override
    public Duration ours() {
        putBack();
        migrate(site);
        Path journal = run.resolve("journal.jsonl");
        try (BufferedReader lines = Files.newBufferedReader(journal)) {
            Matcher begin = BEGIN.matcher(lines.readLine());
            if (!begin.matches()) {
                throw new RehearsalException("the journal does not say when it begins");
            }
            Instant end = Files.getLastModifiedTime(journal).toInstant();
            return Duration.between(Instant.parse(begin.group(1)), end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Duration other() {
        putBack();
        return Contest.timed(() -> COMMANDS.forEach(this::benchmark));
    }

    private void benchmark(List<String> command) {
        String number = String.valueOf(site.crowd().deployed());
        List<String> program = new ArrayList<>(List.of(
                Tools.require("redis-benchmark").toString(),
                "-h",
                site.redis().host(),
                "-p",
                String.valueOf(site.redis().port()),
                "-q",
                "-P",
                "100",
                "-n",
                number,
                "-r",
                number));
        program.addAll(command);
        Tool.run(new ProcessBuilder(program)).good("redis-benchmark");
    }

    /** Redis as it was, and the migration as if it had been killed when its work was frozen. */
    private void putBack() {
        site.redis().kill();
        try (Stream<Path> runs = Files.list(run.getParent())) {
            Files.copy(before, site.dump(), StandardCopyOption.REPLACE_EXISTING);
            site.redis().restart();
            Files.deleteIfExists(run.resolve("journal.jsonl"));
            Files.deleteIfExists(site.state().resolve("finished.json"));
            for (Path other : runs.filter(each -> !each.equals(run)).toList()) {
                delete(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() {
        site.close();
    }
}
