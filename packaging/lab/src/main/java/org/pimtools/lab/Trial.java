package org.pimtools.lab;

import java.io.PrintStream;
import java.nio.file.Path;

/** How one benchmark is made, whatever it measures. */
interface Trial {
    /**
     * What is made of it this time.
     *
     * @param name the benchmark's
     * @param directory does not exist yet
     * @param size how many VMs, or whatever it has many of
     * @param runs how often each is measured
     */
    record Setting(String name, Path checkout, Path directory, int size, int runs) {}

    /**
     * Measures, and prints what it measured and the target.
     *
     * @return whether the target was met
     * @throws RehearsalException when something did not do its work
     */
    boolean play(Setting setting, PrintStream stream);
}
