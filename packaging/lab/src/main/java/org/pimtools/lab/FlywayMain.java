package org.pimtools.lab;

import org.flywaydb.core.Flyway;

/**
 * What a program that has Flyway migrate one database comes to, and nothing else: what a benchmark measures against. Its class path needs
 * Flyway and the driver only. Arguments: URL, user, password, folder, and how many scripts there are to run; it fails when it ran
 * another number.
 */
public final class FlywayMain {
    private FlywayMain() {}

    public static void main(String[] args) {
        int executed = Flyway.configure()
                .dataSource(args[0], args[1], args[2])
                .locations("filesystem:" + args[3])
                .placeholderReplacement(false)
                .load()
                .migrate()
                .migrationsExecuted;
        System.exit(executed == Integer.parseInt(args[4]) ? 0 : 1);
    }
}
