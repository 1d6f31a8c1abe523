package org.pimtools.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
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
                    + " datacenter, vCenters, KVM hosts, doubles of public clouds, of Hyper-V and of backup servers. The last host is dead until the others are done, a second plan comes"
                    + " in between, and in the end everything is rolled back. An oracle that knows every VM's outcome checks each"
                    + " stage."
        },
        footer = {
            "",
            "Examples:",
            "  packaging/lab/rehearse.sh",
            "  packaging/lab/rehearse.sh --vms 20000 --datacenters 8 --seed 7",
            "  packaging/lab/rehearse.sh --keep        leaves the servers running, to look at them",
            "  packaging/lab/rehearse.sh --setup-only  for you to type the runbook's commands",
            "",
            "Exit codes: 0 the night went as the oracle says, 1 it did not, 2 usage, 3 no Java or Maven."
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
    private int datacenters = 5;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed makes the same platform (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    /** What can play beside the vCenters, which always do. */
    private enum Provider {
        KVM,
        ESXI,
        AMAZON,
        AZURE,
        GOOGLE,
        VCLOUD,
        OCI,
        HYPERV,
        VEEAM;

        private static final String ALL = "all";

        static List<String> names() {
            return Arrays.stream(values())
                    .map(provider -> provider.name().toLowerCase(Locale.ROOT))
                    .toList();
        }

        static Set<Provider> of(List<String> names) {
            Set<Provider> chosen = EnumSet.noneOf(Provider.class);
            for (String name : names) {
                if (name.equals(ALL)) {
                    return EnumSet.allOf(Provider.class);
                }
                chosen.add(valueOf(name.toUpperCase(Locale.ROOT)));
            }
            return chosen;
        }

        /** What the datacenters have by turns, when it is chosen. */
        Optional<EndpointType> type() {
            return switch (this) {
                case KVM, VEEAM -> Optional.empty();
                case ESXI -> Optional.of(EndpointType.ESXI);
                case AMAZON -> Optional.of(EndpointType.AMAZON);
                case AZURE -> Optional.of(EndpointType.AZURE);
                case GOOGLE -> Optional.of(EndpointType.GOOGLE);
                case VCLOUD -> Optional.of(EndpointType.VCLOUD);
                case OCI -> Optional.of(EndpointType.OCI);
                case HYPERV -> Optional.of(EndpointType.HYPERV);
            };
        }
    }

    @Option(
            names = "--providers",
            split = ",",
            paramLabel = "LIST|all",
            description =
                    "What there is beside the vCenters, separated by commas: kvm, esxi, amazon, azure, google, vcloud, oci,"
                            + " hyperv, veeam (default: all). A KVM host is in every datacenter; the others are in them by turns.")
    private List<String> providers = List.of("all");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where plan, results, reports, journals and SQL files go; must not exist"
                    + " (default: a new directory under packaging/lab/out).")
    private Path out;

    @Option(
            names = "--installed",
            paramLabel = "ROOT",
            description =
                    "Play it with the commands that are installed in this root directory: /, or one that chroot can change to, in which"
                            + " the directory of --out is at the same place (default: the jars of this checkout).")
    private Path installed;

    @Option(names = "--keep", description = "Leave the servers running until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--setup-only",
            description =
                    "Play nothing: leave the platform running until Ctrl-C, with the files that its hosts have, and show the"
                            + " commands of the runbook to type.")
    private boolean setupOnly;

    @Option(names = "--verbose", description = "Show the screens of all hosts with all that the commands print.")
    private boolean verbose;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    private final Stage stage = new Stage("rehearse");

    private Rehearse() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Rehearse()).execute(args));
    }

    @Override
    public Integer call() {
        if (vms < 10 || vms > 1_000_000 || datacenters < 1 || datacenters > 50 || vms < 5 * datacenters) {
            System.err.println(
                    "rehearse: error: --vms is 10 to 1000000, --datacenters 1 to 50, at least 5 VMs in each");
            System.err.println("hint: see --help");
            return CommandLine.ExitCode.USAGE;
        }
        if (!providers.stream()
                .allMatch(name -> name.equals(Provider.ALL) || Provider.names().contains(name))) {
            System.err.println("rehearse: error: --providers takes " + String.join(", ", Provider.names()) + " or "
                    + Provider.ALL);
            System.err.println("hint: see --help");
            return CommandLine.ExitCode.USAGE;
        }
        if (installed != null) {
            if (!Files.isExecutable(installed.resolve("usr/bin/pim-planner"))) {
                System.err.println("rehearse: error: no commands are installed in " + installed);
                System.err.println("hint: install the RPMs there; see docs/installation.md");
                return CommandLine.ExitCode.USAGE;
            }
            System.setProperty(
                    Tool.INSTALLED, installed.toAbsolutePath().normalize().toString());
        }
        return stage.play(out, debug, "; the same --seed plays the same night", this::play);
    }

    private void play(Path checkout, Path directory, PrintStream stream) {
        if (verbose) {
            play(checkout, directory, stream, new Screen(stream));
            return;
        }
        try (PrintStream full =
                new PrintStream(Files.newOutputStream(directory.resolve("screen.txt")), true, StandardCharsets.UTF_8)) {
            play(checkout, directory, stream, Screen.brief(stream, full));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(Path checkout, Path directory, PrintStream stream, Screen screen) {
        screen.note("starting the servers of a platform of %,d VMs in %d datacenters, in %s"
                .formatted(vms, datacenters, directory));
        Set<Provider> chosen = Provider.of(providers);
        if (chosen.contains(Provider.KVM) && !Platform.hasLibvirt()) {
            screen.note("libvirt is not installed, so there are no KVM hosts tonight: install libvirt0 to have them");
        }
        World world = World.of(
                seed,
                new Size(datacenters, vms),
                Platform.traits(new Traits.Sites(
                        chosen.stream()
                                .flatMap(provider -> provider.type().stream())
                                .collect(Collectors.toSet()),
                        chosen.contains(Provider.KVM) ? 1 : 0)));
        BackupSite backups = chosen.contains(Provider.VEEAM) ? BackupSite.start(world) : BackupSite.none(world);
        try (Platform platform =
                Platform.start(world, directory.resolve("platform"), Platform.Vsphere.SIMULATOR, backups)) {
            platform.description().forEach(screen::detail);
            if (setupOnly) {
                SetUp setUp = new SetUp(platform, checkout, directory);
                setUp.writeFiles();
                setUp.commands().forEach(stream::println);
                stage.keep(platform.places());
                return;
            }
            List<LabModule> modules = LabModule.copies(checkout, directory.resolve("modules"));
            ModuleSite site = ModuleSite.make(platform.kinton().server(), modules, directory);
            Night night = new Night(platform, checkout, directory, screen);
            night.forth();
            // from here on single commands leave a processor idle
            try (Beside beside =
                    Beside.start(shown -> new ModuleNight(site, checkout, directory, shown).playInShort())) {
                night.follow();
                night.back();
                screen.chapter(
                        "The modules' databases, on the controller",
                        "aos-db-migrate brings each module to its newest version; it ran beside the last of the above");
                beside.show(screen);
            }
            stream.println();
            summary(world).forEach(stream::println);
            stream.println("the night went as the oracle says, which looked %,d times; everything is in "
                            .formatted(screen.checks())
                    + directory
                    + (verbose ? "" : ", with all that was on the screens in screen.txt"));
            if (keep) {
                stage.keep(platform.places());
            }
        }
    }

    /** What became of all VMs of the world; the counts add up to it. */
    private static List<String> summary(World world) {
        long[] counts = new long[4];
        world.forEachVm(vm -> {
            Expected expected = world.expected(vm);
            counts[0]++;
            if (expected instanceof Expected.Resolved) {
                counts[1]++;
            } else if (expected instanceof Expected.NotDeployed) {
                counts[2]++;
            } else {
                counts[3]++;
            }
        });
        return List.of(
                "%,d virtual machines were in the platform:".formatted(counts[0]),
                "  %,9d got their provider ID, and lost it again by the rollback".formatted(counts[1]),
                "  %,9d are in no hypervisor, so that the plan does not have them".formatted(counts[2]),
                "  %,9d were left to a person: not found, ambiguous, in conflict, locked".formatted(counts[3]));
    }
}
