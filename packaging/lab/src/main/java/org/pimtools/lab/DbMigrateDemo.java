package org.pimtools.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pimtools.testkit.server.MariaDbServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code packaging/lab/db-migrate-demo.sh}. */
@Command(
        name = "db-migrate-demo.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Shows aos-db-migrate at work on a MariaDB of its own with the databases of seven modules: update, rollback, a database"
                    + " to be adopted, a script that breaks in the middle. An oracle compares the dumps of the databases after each"
                    + " step, and at the end plain Flyway has its say."
        },
        footer = {
            "",
            "Exit codes: 0 all went as the oracle says, 1 it did not, 2 usage, 3 no Java or Maven.",
        })
public final class DbMigrateDemo implements Callable<Integer> {
    private static final String NAME = "db-migrate-demo";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where scripts, module files, log and dumps go; must not exist"
                    + " (default: a new directory under packaging/lab/out).")
    private Path out;

    @Option(names = "--keep", description = "Leave the server running until Ctrl-C.")
    private boolean keep;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    private final Stage stage = new Stage(NAME);

    private DbMigrateDemo() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new DbMigrateDemo()).execute(args));
    }

    @Override
    public Integer call() {
        return stage.play(out, debug, "", this::play);
    }

    private void play(Path checkout, Path directory, PrintStream stream) {
        Screen screen = new Screen(stream);
        screen.note("starting a MariaDB with the databases of seven modules, in " + directory);
        try (MariaDbServer server = MariaDbServer.start()) {
            List<LabModule> modules = LabModule.copies(checkout, directory.resolve("modules"));
            ModuleSite site = ModuleSite.make(server, modules, directory);
            new ModuleNight(site, checkout, directory, screen).play();
            stream.println();
            stream.println("all went as the oracle says; scripts, module files, log and dumps are in " + directory);
            if (keep) {
                stage.keep(List.of("MariaDB %s:%d as %s with password %s"
                        .formatted(server.host(), server.port(), server.user(), server.password())));
            }
        }
    }
}
