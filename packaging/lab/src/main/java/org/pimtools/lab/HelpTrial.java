package org.pimtools.lab;

import java.io.PrintStream;
import java.util.List;

/** How soon the help of each installed command is there, against picocli alone and against a JVM that does nothing. */
final class HelpTrial implements Trial {
    private static final double TARGET = 1.25;

    @Override
    public boolean play(Setting setting, PrintStream stream) {
        boolean met = true;
        for (String tool : List.of("pim-planner", "pim-migrator", "aos-db-migrate")) {
            Race picocli = new Race(
                    tool + " --help, as installed",
                    "picocli alone, with an archive",
                    TARGET,
                    own -> HelpContest.againstPicocli(tool, own));
            met &= picocli.play(of(setting, tool), stream);
            Race nothing = new Race(
                    tool + " --help, as installed",
                    "a main that does nothing",
                    Double.POSITIVE_INFINITY,
                    own -> HelpContest.againstNothing(tool, own));
            nothing.play(of(setting, tool + "-nothing"), stream);
        }
        return met;
    }

    private static Setting of(Setting setting, String name) {
        return new Setting(
                setting.name() + ", " + name,
                setting.checkout(),
                setting.directory().resolve(name),
                setting.size(),
                setting.runs());
    }
}
