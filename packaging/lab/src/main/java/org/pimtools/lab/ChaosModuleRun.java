package org.pimtools.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Breaks the parts that change the modules' databases. */
final class ChaosModuleRun implements ChaosRun {
    private final ChaosModules modules;
    private final long seed;
    private final ChaosReport report;
    private final Path trace;
    private final ChaosStrikes strikes;

    /** @param directory where the modules' commands run */
    ChaosModuleRun(ChaosModules modules, long seed, Path directory, ChaosReport report) {
        this.modules = modules;
        this.seed = seed;
        this.report = report;
        this.trace = directory.resolve("trace");
        this.strikes = new ChaosStrikes(report, trace);
    }

    @Override
    public List<ChaosPart> parts() {
        return ChaosPart.ofTheModules();
    }

    @Override
    public void measure() {
        modules.measure(report);
    }

    @Override
    public void kills(ChaosPart part, int number) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + number);
        ChaosModules.Pass broken = modules.begin(part, random.nextInt(modules.count()));
        ChaosPass pass = new ChaosPass(report, part, "--pass " + number, modules.files());
        strikes.some(pass, broken.command(), broken.pace(), random, List::of);
        broken.toTheEnd().forEach(pass::differs);
    }

    @Override
    public void fault(ChaosFault fault, ChaosPart part, int number) throws InterruptedException {
        Random random = new Random(seed * 1_000_003 + 31L * fault.word().hashCode() + 1_009L * number);
        ChaosModules.Pass broken = modules.begin(part, random.nextInt(modules.count()));
        ChaosPass pass = new ChaosPass(report, part, "--fault " + fault.word() + " --pass " + number, modules.files());
        pass.did(fault.word() + " " + part.word());
        Optional<List<String>> wrapper =
                fault.wrapper(new ChaosStart(broken.pace(), trace, modules.files(), Optional.empty(), random));
        ChaosCommand command = broken.command();
        Process process = command.startUnder(wrapper.orElse(List.of()));
        ChaosHarm harm = ChaosHarm.OVER;
        if (wrapper.isEmpty()) {
            pass.did(command.await(process, broken.pace(), random.nextDouble()));
            harm = modules.harm(fault);
        }
        Tool.Result result = Tool.finish(process);
        harm.heal().run();
        pass.ended(fault, result);
        broken.toTheEnd().forEach(pass::differs);
    }
}
