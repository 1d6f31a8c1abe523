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

/** Breaks the parts that change the platform. */
final class ChaosPlatformRun implements ChaosRun {
    private static final int KILLED = ChaosStrikes.KILLED;
    private static final int TAKEN_BACK = 3;
    private static final int RUNS_TO_THE_END = 3;

    private final ChaosSite site;
    private final long seed;
    private final Path directory;
    private final ChaosReport report;
    private final ChaosStrikes strikes;
    private final Map<ChaosPart, ChaosMeasure> measures = new EnumMap<>(ChaosPart.class);

    /** @param directory where the site's commands run */
    ChaosPlatformRun(ChaosSite site, long seed, Path directory, ChaosReport report) {
        this.site = site;
        this.seed = seed;
        this.directory = directory;
        this.report = report;
        this.strikes = new ChaosStrikes(report, directory.resolve("trace"));
    }

    @Override
    public List<ChaosPart> parts() {
        return ChaosPart.ofThePlatform();
    }

    /** Each part once, undisturbed, and the oracle's word for the last of them: everything is as it was before the first. */
    @Override
    public void measure() {
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
            measures.put(part, new ChaosMeasure(ChaosPace.ofTraced(nanos, begin, end, calls), start, site.state()));
            report.note("%s undisturbed: %.1f s, %,d bytes of journal, calls of the busiest thread %s"
                    .formatted(part.word(), nanos / 1e9, end - begin, calls.most()));
            disk.lines().forEach(line -> report.note("  not synced at its end: " + line));
        }
        ChaosState after = site.state();
        List<String> left = new ArrayList<>(before.redis().diff(after.redis()));
        left.addAll(before.database().diff(after.database()));
        if (!left.isEmpty() || !before.jobs().equals(after.jobs())) {
            throw new RehearsalException("the undisturbed way back left something: " + left);
        }
    }

    @Override
    public void kills(ChaosPart part, int number) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + number);
        ChaosPass pass = begin(part, "--pass " + number);
        boolean open = strikes.some(
                pass, site.command(part), measures.get(part).pace(), random, () -> site.untrueClaims(part));
        if (open && part == ChaosPart.ROLL_BACK && random.nextInt(TAKEN_BACK) == 0) {
            pass.did("the rollback is taken back");
            toTheEnd(ChaosPart.MIGRATE, pass);
        } else {
            toTheEnd(part, pass);
        }
    }

    /** A pass of one kill of a migration, while it makes its first changes. */
    void killsInTheFirstBatch(int number) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + number);
        ChaosPart part = ChaosPart.MIGRATE;
        ChaosPass pass = begin(part, "--defect outcome-before-act");
        double share = 0.55 + 0.15 * random.nextDouble();
        ChaosKill kill = new ChaosKill.AtProgress(measures.get(part).pace().progress(share));
        strikes.one(pass, site.command(part), kill, () -> site.untrueClaims(part));
        toTheEnd(part, pass);
    }

    private ChaosPass begin(ChaosPart part, String again) {
        site.restore(part);
        return new ChaosPass(report, part, again, site.host());
    }

    @Override
    public void fault(ChaosFault fault, ChaosPart part, int number) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + 31L * fault.word().hashCode() + 1_009L * number);
        ChaosMeasure measure = measures.get(part);
        ChaosPass pass = begin(part, "--fault " + fault.word() + " --pass " + number);
        pass.did(fault.word() + " " + part.word());
        ChaosDisk disk = new ChaosDisk(site.host(), directory);
        Path trace = directory.resolve("trace");
        ChaosHarm harm = ChaosHarm.OVER;
        if (fault.moment() == ChaosFault.Moment.BEFORE) {
            harm = fault.harm(new ChaosMoment(site, part, measure, null, random));
        }
        Optional<List<String>> wrapper = fault.losesPower()
                ? Optional.of(ChaosCalls.watching(trace, site.pretendsSyncs()))
                : fault.wrapper(new ChaosStart(measure.pace(), trace, site.log(), site.journal(), random));
        ChaosCommand command = site.command(part);
        Process process = command.startUnder(wrapper.orElse(List.of()));
        Tool.Result result;
        if (fault.kills()) {
            pass.did(command.await(process, measure.pace(), random.nextDouble()));
            result = new Tool.Result(ChaosKill.killed(process).exitValue(), "", "");
        } else {
            if (fault.moment() == ChaosFault.Moment.DURING && wrapper.isEmpty()) {
                pass.did(command.await(process, measure.pace(), random.nextDouble()));
                harm = fault.harm(new ChaosMoment(site, part, measure, process, random));
            }
            result = Tool.finish(process);
        }
        if (fault.losesPower()) {
            disk.read(trace);
            disk.lines().forEach(line -> pass.did("lost: " + line));
            disk.lose(random);
        }
        if (fault.moment() == ChaosFault.Moment.AFTER) {
            harm = fault.harm(new ChaosMoment(site, part, measure, process, random));
        }
        harm.wrong().get().forEach(pass::differs);
        harm.heal().run();
        pass.ended(fault, result);
        if (fault.takesTheState() && result.exit() == KILLED) {
            withoutState(pass);
        }
        fault.resumedUnder()
                .ifPresent(before ->
                        pass.mustBePlain(Tool.finish(site.command(part).startUnder(before))));
        // what is still to be done needs another run, and so does what was harmed behind the end
        if (result.exit() == 0 && (fault.moment() != ChaosFault.Moment.AFTER || fault.leavesWhatIsDone())) {
            compare(part, pass);
        } else {
            toTheEnd(part, pass);
        }
        if (fault.losesPower() && part == ChaosPart.MIGRATE) {
            thenRollBack(pass);
        }
    }

    /** What was recorded before power was lost is enough to undo what was changed. */
    private void thenRollBack(ChaosPass pass) {
        Tool.Result result = run(ChaosPart.ROLL_BACK);
        ChaosState before = measures.get(ChaosPart.MIGRATE).before();
        ChaosState after = site.state();
        List<String> left = new ArrayList<>(before.redis().diff(after.redis()));
        if (result.exit() != 0 || !left.isEmpty() || !before.jobs().equals(after.jobs())) {
            pass.differs("a rollback ended with exit code " + result.exit() + " and left " + left + " " + result.err());
        }
    }

    /** Where something was done already, a run without the state directory must not end as if all were well. */
    private void withoutState(ChaosPass pass) {
        ChaosPart part = pass.part();
        Path kept = directory.resolve("state-lost");
        boolean mustStop = part == ChaosPart.ROLL_BACK
                || !measures.get(part)
                        .before()
                        .redis()
                        .diff(site.state().redis())
                        .isEmpty();
        move(site.host(), kept);
        Tool.Result result = run(part);
        if (mustStop && (result.exit() == 0 || !ChaosPass.isPlain(result))) {
            pass.differs("without its state directory it ended with exit code " + result.exit());
        }
        if (mustStop && part == ChaosPart.MIGRATE) {
            Tool.Result dry = site.migrator()
                    .run(site.operator().run(Operator.PLAN, site.datacenter()).toArray(String[]::new));
            if (dry.exit() != 5 || !dry.out().contains("PIM-0138")) {
                pass.differs("without its state directory a dry run said nothing of PIM-0138: " + dry.out());
            }
        }
        if (Files.exists(site.host())) {
            ChaosSite.delete(site.host());
        }
        move(kept, site.host());
    }

    /** What is frozen needs no new inventory. */
    private void toTheEnd(ChaosPart part, ChaosPass pass) {
        // behind a rollback that had ended, it is another migration
        boolean frozen = part == ChaosPart.MIGRATE && site.isFrozen() && !site.isRolledBack();
        long requests = site.platform().vsphereRequests();
        Tool.Result result = run(part);
        if (frozen && site.platform().vsphereRequests() != requests) {
            pass.differs("a new inventory was read after the freeze");
        }
        for (int runs = 1; result.exit() != 0 && runs < RUNS_TO_THE_END; runs++) {
            pass.did("exit code " + result.exit() + ": "
                    + result.err().lines().findFirst().orElse(""));
            result = run(part);
        }
        if (result.exit() != 0) {
            pass.differs("ended with exit code " + result.exit() + ": " + result.err());
            return;
        }
        compare(part, pass);
    }

    private void compare(ChaosPart part, ChaosPass pass) {
        pass.differs(expected(part, pass.part()).diff(site.state()));
    }

    /** A migration that takes a rollback back leaves the tables as they were when the rollback began. */
    private ChaosState expected(ChaosPart part, ChaosPart started) {
        ChaosState after = measures.get(part).after();
        return part == started
                ? after
                : after.with(measures.get(started).before().database());
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
