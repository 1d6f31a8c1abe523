package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Breaks each part in passes: from where the part begins, some runs are broken, then it runs to its end, and all is compared. */
final class ChaosRun {
    private static final int KILLED = 137;
    private static final int PARTIAL = 5;
    private static final int TAKEN_BACK = 3;
    private static final int BROKEN_A_PASS = 4;
    private static final int RUNS_TO_THE_END = 3;

    private final ChaosSite site;
    private final List<ChaosPart> parts;
    private final long seed;
    private final Path directory;
    private final Screen screen;
    private final ChaosTally tally = new ChaosTally();
    private final Map<ChaosPart, ChaosMeasure> measures = new EnumMap<>(ChaosPart.class);

    ChaosRun(ChaosSite site, List<ChaosPart> parts, long seed, Path directory, Screen screen) {
        this.site = site;
        this.parts = parts;
        this.seed = seed;
        this.directory = directory;
        this.screen = screen;
    }

    /** Each part once, undisturbed, and the oracle's word for the last of them: everything is as it was before the first. */
    void measure() {
        ChaosState before = site.state();
        for (ChaosPart part : ChaosPart.values()) {
            site.remember(part);
            long journalBefore = site.journalSize();
            ChaosState start = site.state();
            if (parts.contains(part)) {
                ChaosCalls calls = ChaosCalls.of(site, part, directory.resolve("trace"));
                site.restore(part);
                long started = System.nanoTime();
                good(run(part), part);
                long nanos = System.nanoTime() - started;
                measures.put(
                        part, new ChaosMeasure(nanos, journalBefore, site.journalSize(), calls, start, site.state()));
                screen.note("%s undisturbed: %.1f s, %,d bytes of journal, calls of the busiest thread %s"
                        .formatted(part.word(), nanos / 1e9, site.journalSize() - journalBefore, calls.most()));
            } else {
                good(run(part), part);
            }
        }
        ChaosState after = site.state();
        List<String> left = new ArrayList<>(before.redis().diff(after.redis()));
        left.addAll(before.database().diff(after.database()));
        if (!left.isEmpty() || !before.jobs().equals(after.jobs())) {
            throw new RehearsalException("the undisturbed way back left something: " + left);
        }
    }

    ChaosTally tally() {
        return tally;
    }

    /** A pass of kills: the part and all places come from the seed and the number. */
    void kills(int pass) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + pass);
        ChaosPart part = parts.get(pass % parts.size());
        ChaosMeasure measure = measures.get(part);
        List<String> done = new ArrayList<>();
        site.restore(part);
        int times = 1 + random.nextInt(BROKEN_A_PASS);
        for (int i = 0; i < times; i++) {
            ChaosKill kill = ChaosKill.any(random, part, measure);
            int exit = kill.strike(site, part, directory.resolve("trace")).exitValue();
            done.add(kill + (exit == KILLED ? "" : " (exit code " + exit + ")"));
            if (exit != KILLED) {
                break;
            }
            tally.killed(part, kill + (part.isJournalled() ? " journal " + site.journalSize() : ""));
        }
        if (part == ChaosPart.ROLL_BACK && measures.containsKey(ChaosPart.MIGRATE) && random.nextInt(TAKEN_BACK) == 0) {
            done.add("the rollback is taken back");
            toTheEnd(ChaosPart.MIGRATE, part, "--pass " + pass, done);
        } else {
            toTheEnd(part, part, "--pass " + pass, done);
        }
    }

    /** A pass of one fault. */
    void fault(ChaosFault fault, int pass) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + 31L * fault.ordinal() + 1_009L * pass);
        List<ChaosPart> hit = parts.stream().filter(fault.parts()::contains).toList();
        if (hit.isEmpty()) {
            return;
        }
        ChaosPart part = hit.get(pass % hit.size());
        ChaosMeasure measure = measures.get(part);
        site.restore(part);
        List<String> done = new ArrayList<>(List.of(fault.word()));
        String again = "--fault " + fault.word() + " --pass " + pass;
        Optional<List<String>> wrapper = fault.wrapper(measure, directory.resolve("trace"), random);
        Tool.Result result;
        if (wrapper.isPresent()) {
            result = Tool.finish(part.tool(site).startUnder(wrapper.get(), part.arguments(site)));
        } else {
            Process process = part.tool(site).start(part.arguments(site));
            await(process, part, measure, random, done);
            if (fault.kills()) {
                result = new Tool.Result(process.destroyForcibly().waitFor(), "", "");
                fault.afterDeath(site, random);
            } else {
                fault.harm(site, random);
                result = Tool.finish(process);
            }
        }
        fault.heal(site);
        tally.fault(fault, result.exit());
        if (!fault.kills() && result.exit() != 0 && !isPlain(result)) {
            differs(
                    again,
                    done,
                    "exit code " + result.exit() + " without a plain message: " + result.out() + result.err());
        }
        if (fault.takesTheState() && result.exit() == KILLED) {
            withoutState(part, again, done);
        }
        toTheEnd(part, part, again, done);
    }

    /** Half of the moments are places in the journal, where there is one: a moment in time is often before anything was done. */
    private void await(Process process, ChaosPart part, ChaosMeasure measure, Random random, List<String> done)
            throws InterruptedException {
        double share = random.nextDouble();
        if (part.isJournalled()) {
            long bytes = measure.journal(share);
            done.add("journal " + bytes);
            while (process.isAlive() && site.journalSize() <= bytes) {
                TimeUnit.MICROSECONDS.sleep(200);
            }
        } else {
            done.add("after " + TimeUnit.NANOSECONDS.toMillis(measure.nanos(share)) + " ms");
            process.waitFor(measure.nanos(share), TimeUnit.NANOSECONDS);
        }
    }

    /** Where something was done already, a run without the state directory must not end as if all were well. */
    private void withoutState(ChaosPart part, String again, List<String> done) {
        Path kept = directory.resolve("state-lost");
        boolean mustStop = part == ChaosPart.ROLL_BACK
                || !measures.get(part)
                        .before()
                        .redis()
                        .diff(site.state().redis())
                        .isEmpty();
        move(site.host(), kept);
        Tool.Result result = run(part);
        if (mustStop && (result.exit() == 0 || !isPlain(result))) {
            differs(again, done, "without its state directory it ended with exit code " + result.exit());
        }
        if (mustStop && part == ChaosPart.MIGRATE) {
            Tool.Result dry = site.migrator()
                    .run(site.operator().run(Operator.PLAN, site.datacenter()).toArray(String[]::new));
            if (dry.exit() != 5 || !dry.out().contains("PIM-0138")) {
                differs(again, done, "without its state directory a dry run said nothing of PIM-0138: " + dry.out());
            }
        }
        if (Files.exists(site.host())) {
            ChaosSite.delete(site.host());
        }
        move(kept, site.host());
    }

    /** What is frozen needs no new inventory. */
    private void toTheEnd(ChaosPart part, ChaosPart started, String again, List<String> done) {
        boolean frozen = part == ChaosPart.MIGRATE && site.isFrozen();
        long requests = site.platform().vsphereRequests();
        Tool.Result result = run(part);
        if (frozen && site.platform().vsphereRequests() != requests) {
            differs(again, done, "a new inventory was read after the freeze");
        }
        for (int runs = 1; result.exit() != 0 && runs < RUNS_TO_THE_END; runs++) {
            done.add("exit code " + result.exit() + ": "
                    + result.err().lines().findFirst().orElse(""));
            result = run(part);
        }
        if (result.exit() != 0) {
            differs(again, done, "ended with exit code " + result.exit() + ": " + result.err());
            return;
        }
        List<String> differences = expected(part, started).diff(site.state());
        if (!differences.isEmpty()) {
            differs(again, done, differences.size() + ", the first: " + differences.get(0));
        }
    }

    /** A migration that takes a rollback back leaves the tables as they were when the rollback began. */
    private ChaosState expected(ChaosPart part, ChaosPart started) {
        ChaosState after = measures.get(part).after();
        return part == started
                ? after
                : after.with(measures.get(started).before().database());
    }

    private void differs(String again, List<String> done, String what) {
        Path kept = directory.resolve("difference-" + (tally.differences().size() + 1));
        ChaosSite.copy(site.host(), kept);
        String line = "%s: %s; repeat with --seed %d %s; files in %s".formatted(done, what, seed, again, kept);
        tally.differs(line);
        screen.note("DIFFERENCE " + line);
    }

    /** A message for an operator, or what was left with the next command, and no stack trace. */
    private static boolean isPlain(Tool.Result result) {
        boolean further = result.err().contains("hint: ")
                || result.exit() == PARTIAL && result.out().contains("next: ");
        return further && !result.err().contains("\tat ");
    }

    private Tool.Result run(ChaosPart part) {
        return part.tool(site).run(part.arguments(site).toArray(String[]::new));
    }

    private static void good(Tool.Result result, ChaosPart part) {
        result.good(part.word());
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
