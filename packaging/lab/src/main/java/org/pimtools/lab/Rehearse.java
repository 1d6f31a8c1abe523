package org.pimtools.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code packaging/lab/rehearse.sh}. */
@Command(
        name = "rehearse.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Plays the night of the upgrade with the real tools on a platform that it builds itself: a MariaDB, a Redis per"
                    + " datacenter, vCenters and KVM hosts. An oracle that knows every VM's outcome checks each stage."
        },
        footer = {
            "",
            "Examples:",
            "  packaging/lab/rehearse.sh",
            "  packaging/lab/rehearse.sh --vms 20000 --datacenters 5 --seed 7",
            "  packaging/lab/rehearse.sh --keep        leaves the servers running, to look at them",
            "",
            "Exit codes: 0 the night went as the oracle says, 1 it did not, 2 usage."
        })
public final class Rehearse implements Callable<Integer> {
    @Option(
            names = "--vms",
            paramLabel = "N",
            description = "Virtual machines, 10 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int vms = 2_000;

    @Option(
            names = "--datacenters",
            paramLabel = "N",
            description = "Datacenters, 1 to 50 (default: ${DEFAULT-VALUE}).")
    private int datacenters = 2;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed makes the same platform (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where plan, results, reports, journals and SQL files go; must not exist"
                    + " (default: a new directory under packaging/lab/out).")
    private Path out;

    @Option(names = "--keep", description = "Leave the servers running until Ctrl-C.")
    private boolean keep;

    private Rehearse() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Rehearse()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (vms < 10 || vms > 1_000_000 || datacenters < 1 || datacenters > 50 || vms < 5 * datacenters) {
            System.err.println(
                    "rehearse: error: --vms is 10 to 1000000, --datacenters 1 to 50, at least 5 VMs in each");
            System.err.println("hint: see --help");
            return CommandLine.ExitCode.USAGE;
        }
        Path checkout = Path.of(System.getProperty("pimtools.checkout", "."));
        Path directory = (out == null ? defaultDirectory(checkout) : out).toAbsolutePath();
        if (Files.exists(directory)) {
            System.err.println("rehearse: error: " + directory + " exists already");
            System.err.println("hint: choose another directory with --out");
            return CommandLine.ExitCode.USAGE;
        }
        Files.createDirectories(directory);
        PrintStream stream = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Screen screen = new Screen(stream);
        try (Platform platform = Platform.start(
                World.of(seed, new Size(datacenters, vms)),
                directory.resolve("platform"),
                Platform.Vsphere.SIMULATOR)) {
            new Night(platform, checkout, directory, screen).play();
            stream.println();
            stream.println("the night went as the oracle says; everything is in " + directory);
            if (keep) {
                waitForInterrupt(platform, stream);
            }
            return CommandLine.ExitCode.OK;
        } catch (RehearsalException e) {
            System.err.println("rehearse: error: " + e.getMessage());
            System.err.println("hint: look at the files in " + directory + "; the same --seed plays the same night");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static Path defaultDirectory(Path checkout) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS"));
        return checkout.resolve("packaging/lab/out").resolve(time);
    }

    private static void waitForInterrupt(Platform platform, PrintStream stream) {
        stream.println("the servers run until Ctrl-C:");
        platform.places().forEach(place -> stream.println("  " + place));
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
