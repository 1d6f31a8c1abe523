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

/** Breaks each part in passes: from where the part begins, some runs are broken, then it runs to its end, and all is compared. */
final class ChaosRun {
    private static final int KILLED = 137;
    private static final int PARTIAL = 5;
    private static final int TAKEN_BACK = 3;
    private static final int BROKEN_A_PASS = 6;
    private static final int RUNS_TO_THE_END = 3;

    private final ChaosSite site;
    private final ChaosModules modules;
    private final List<ChaosPart> parts;
    private final long seed;
    private final Path directory;
    private final Screen screen;
    private final Map<ChaosPart, ChaosMeasure> measures = new EnumMap<>(ChaosPart.class);
    private ChaosTally tally = new ChaosTally();
    private int differences;

    /** @param modules null where no part is theirs */
    ChaosRun(ChaosSite site, ChaosModules modules, List<ChaosPart> parts, long seed, Path directory, Screen screen) {
        this.site = site;
        this.modules = modules;
        this.parts = parts;
        this.seed = seed;
        this.directory = directory;
        this.screen = screen;
    }

    /** Each part once, undisturbed, and the oracle's word for the last of them: everything is as it was before the first. */
    void measure() {
        ChaosState before = site.state();
        for (ChaosPart part : ChaosPart.ofThePlatform()) {
            site.remember(part);
            ChaosState start = site.state();
            long begin = site.journalSize();
            long started = System.nanoTime();
            ChaosDisk disk = new ChaosDisk(site.host(), directory);
            ChaosCalls calls = ChaosCalls.of(site.command(part), directory.resolve("trace"), disk);
            long nanos = System.nanoTime() - started;
            long end = part.isJournalled() ? site.journalSize() : begin;
            measures.put(part, new ChaosMeasure(new ChaosPace(nanos, begin, end, calls), start, site.state()));
            screen.note("%s undisturbed: %.1f s, %,d bytes of journal, calls of the busiest thread %s"
                    .formatted(part.word(), nanos / 1e9, end - begin, calls.most()));
            disk.lines().forEach(line -> screen.note("  not synced at its end: " + line));
        }
        ChaosState after = site.state();
        List<String> left = new ArrayList<>(before.redis().diff(after.redis()));
        left.addAll(before.database().diff(after.database()));
        if (!left.isEmpty() || !before.jobs().equals(after.jobs())) {
            throw new RehearsalException("the undisturbed way back left something: " + left);
        }
        if (modules != null) {
            modules.measure(screen);
        }
    }

    ChaosTally tally() {
        return tally;
    }

    /** A pass of kills: the part and all places come from the seed and the number. */
    void kills(int pass) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + pass);
        ChaosPart part = parts.get(pass % parts.size());
        String again = "--pass " + pass;
        List<String> done = new ArrayList<>();
        if (part.isOfModules()) {
            ChaosModules.Pass broken = modules.begin(part, random.nextInt(modules.count()));
            strikes(part, broken.command(), modules.pace(part), random, again, done);
            broken.toTheEnd().forEach(line -> differs(again, done, line));
            return;
        }
        site.restore(part);
        boolean open = strikes(part, site.command(part), measures.get(part).pace(), random, again, done);
        if (open && part == ChaosPart.ROLL_BACK && random.nextInt(TAKEN_BACK) == 0) {
            done.add("the rollback is taken back");
            toTheEnd(ChaosPart.MIGRATE, part, again, done);
        } else {
            toTheEnd(part, part, again, done);
        }
    }

    /** Kills some runs in a row; false when the last one had ended before. */
    private boolean strikes(
            ChaosPart part, ChaosCommand command, ChaosPace pace, Random random, String again, List<String> done)
            throws InterruptedException {
        int times = 1 + random.nextInt(BROKEN_A_PASS);
        for (int i = 0; i < times; i++) {
            if (!strike(part, command, ChaosKill.any(random, pace), again, done)) {
                return false;
            }
        }
        return true;
    }

    /** A pass of one kill of a migration, while it makes its first changes. */
    void killsInTheFirstBatch(int pass) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + pass);
        site.restore(ChaosPart.MIGRATE);
        List<String> done = new ArrayList<>();
        double share = 0.55 + 0.15 * random.nextDouble();
        strike(
                ChaosPart.MIGRATE,
                site.command(ChaosPart.MIGRATE),
                new ChaosKill.AtProgress(measures.get(ChaosPart.MIGRATE).pace().progress(share)),
                "--defect outcome-before-act",
                done);
        toTheEnd(ChaosPart.MIGRATE, ChaosPart.MIGRATE, "--defect outcome-before-act", done);
    }

    /** Kills a run, and holds the journal against Redis; false when it had ended before. */
    private boolean strike(ChaosPart part, ChaosCommand command, ChaosKill kill, String again, List<String> done)
            throws InterruptedException {
        int exit = kill.strike(command, directory.resolve("trace")).exitValue();
        done.add(kill + (exit == KILLED ? "" : " (exit code " + exit + ")"));
        if (exit != KILLED) {
            return false;
        }
        tally.killed(part, kill + (part.isJournalled() ? " journal " + site.journalSize() : ""));
        if (part.isJournalled()) {
            List<String> untrue = site.untrueClaims();
            if (!untrue.isEmpty()) {
                differs(again, done, untrue.size() + ", the first: " + untrue.get(0));
            }
        }
        return true;
    }

    /** What comes of some passes is counted apart from everything else. */
    ChaosTally apart(Passes passes) throws InterruptedException {
        ChaosTally all = tally;
        tally = new ChaosTally();
        try {
            passes.run(tally);
            return tally;
        } finally {
            tally = all;
        }
    }

    /** Some passes. */
    interface Passes {
        void run(ChaosTally tally) throws InterruptedException;
    }

    /** A pass of one fault. */
    void fault(ChaosFault fault, int pass) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + 31L * fault.ordinal() + 1_009L * pass);
        List<ChaosPart> hit = fault.parts().stream().filter(parts::contains).toList();
        if (hit.isEmpty()) {
            return;
        }
        ChaosPart part = hit.get(pass % hit.size());
        List<String> done = new ArrayList<>(List.of(fault.word(), part.word()));
        String again = "--fault " + fault.word() + " --pass " + pass;
        if (part.isOfModules()) {
            faultOfModules(fault, part, random, again, done);
            return;
        }
        ChaosMeasure measure = measures.get(part);
        site.restore(part);
        ChaosDisk disk = new ChaosDisk(site.host(), directory);
        Path trace = directory.resolve("trace");
        ChaosHarm harm = ChaosHarm.OVER;
        if (fault.moment() == ChaosFault.Moment.BEFORE) {
            harm = fault.harm(new ChaosMoment(site, part, measure, null, random));
        }
        Optional<List<String>> wrapper = fault.losesPower()
                ? Optional.of(ChaosCalls.watching(trace, site.pretendsSyncs()))
                : fault.wrapper(measure.pace(), trace, random);
        ChaosCommand command = site.command(part);
        Process process = command.startUnder(wrapper.orElse(List.of()));
        Tool.Result result;
        if (fault.kills()) {
            done.add(command.await(process, measure.pace(), random.nextDouble()));
            result = new Tool.Result(ChaosKill.killed(process).exitValue(), "", "");
        } else {
            if (fault.moment() == ChaosFault.Moment.DURING && wrapper.isEmpty()) {
                done.add(command.await(process, measure.pace(), random.nextDouble()));
                harm = fault.harm(new ChaosMoment(site, part, measure, process, random));
            }
            result = Tool.finish(process);
        }
        if (fault.losesPower()) {
            disk.read(trace);
            disk.lines().forEach(line -> done.add("lost: " + line));
            disk.lose(random);
        }
        if (fault.moment() == ChaosFault.Moment.AFTER) {
            harm = fault.harm(new ChaosMoment(site, part, measure, process, random));
        }
        harm.wrong().get().forEach(line -> differs(again, done, line));
        harm.heal().run();
        ended(fault, result, again, done);
        if (fault.takesTheState() && result.exit() == KILLED) {
            withoutState(part, again, done);
        }
        fault.resumedUnder().ifPresent(before -> {
            Tool.Result resumed = Tool.finish(site.command(part).startUnder(before));
            requirePlain(resumed, again, done);
        });
        // what is still to be done needs another run, and so does what was harmed behind the end
        if (result.exit() == 0 && (fault.moment() != ChaosFault.Moment.AFTER || fault.leavesWhatIsDone())) {
            compare(part, part, again, done);
        } else {
            toTheEnd(part, part, again, done);
        }
        if (fault.losesPower() && part == ChaosPart.MIGRATE) {
            thenRollBack(again, done);
        }
    }

    /** What was recorded before power was lost is enough to undo what was changed. */
    private void thenRollBack(String again, List<String> done) {
        Tool.Result result = run(ChaosPart.ROLL_BACK);
        ChaosState before = measures.get(ChaosPart.MIGRATE).before();
        ChaosState after = site.state();
        List<String> left = new ArrayList<>(before.redis().diff(after.redis()));
        if (result.exit() != 0 || !left.isEmpty() || !before.jobs().equals(after.jobs())) {
            differs(
                    again,
                    done,
                    "a rollback ended with exit code " + result.exit() + " and left " + left + " " + result.err());
        }
    }

    private void faultOfModules(ChaosFault fault, ChaosPart part, Random random, String again, List<String> done)
            throws InterruptedException {
        ChaosModules.Pass broken = modules.begin(part, random.nextInt(modules.count()));
        ChaosCommand command = broken.command();
        Process process = command.startUnder(List.of());
        done.add(command.await(process, modules.pace(part), random.nextDouble()));
        ChaosHarm harm = modules.harm(fault);
        Tool.Result result = Tool.finish(process);
        harm.heal().run();
        ended(fault, result, again, done);
        broken.toTheEnd().forEach(line -> differs(again, done, line));
    }

    /** A run that a fault ended must say so plainly. */
    private void ended(ChaosFault fault, Tool.Result result, String again, List<String> done) {
        tally.fault(fault, result.exit());
        if (!fault.kills()) {
            requirePlain(result, again, done);
        }
    }

    private void requirePlain(Tool.Result result, String again, List<String> done) {
        if (result.exit() != 0 && !isPlain(result)) {
            differs(
                    again,
                    done,
                    "exit code " + result.exit() + " without a plain message: " + result.out() + result.err());
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
        compare(part, started, again, done);
    }

    private void compare(ChaosPart part, ChaosPart started, String again, List<String> done) {
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
        Path kept = directory.resolve("difference-" + ++differences);
        ChaosSite.copy(site.host(), kept);
        String line = "%s: %s; repeat with --seed %d %s; files in %s".formatted(done, what, seed, again, kept);
        tally.differs(line);
        screen.note("DIFFERENCE " + line);
    }

    /** A message for an operator, or what was left with the next command, and no stack trace. */
    static boolean isPlain(Tool.Result result) {
        boolean further = result.err().contains("hint: ")
                || result.exit() == PARTIAL && result.out().contains("next: ");
        return further && !result.err().contains("\tat ");
    }

    private Tool.Result run(ChaosPart part) {
        return site.command(part).run();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
