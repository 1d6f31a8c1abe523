package org.pimtools.manual;

import java.util.List;
import org.pimtools.manual.CommandText.Entry;

/** What the package of a command adds to it: the settings of its launcher, and the pages. */
final class Packaged {
    static final List<Entry> ENVIRONMENT =
            List.of(new Entry("JAVA_HOME", "the folder of the Java to run on, where java.conf names none"));

    private Packaged() {}

    static List<Entry> files(String command) {
        boolean modules = command.equals("aos-db-migrate");
        return List.of(
                new Entry(
                        modules ? "/etc/aos/db-migrate/java.conf" : "/etc/pim-tools/java.conf",
                        "on which Java it runs, and how much memory it takes"),
                new Entry(
                        "/usr/share/doc/" + (modules ? command : "pim-tools"),
                        "the runbook, and a page about every command and every file"));
    }
}
