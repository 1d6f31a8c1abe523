package org.pimtools.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pimtools.testkit.server.MariaDbServer;

/** How fast modules' databases are brought from nothing to their newest versions, by large scripts, many statements and many scripts. */
final class UpdateTrial implements Trial {
    private static final int INSERTS = 5_000;
    private static final int SCRIPTS = 200;
    private static final long DUMP_BYTES = 200L << 20;
    private static final int BYTES_OF_AN_INSERT = 1 << 20;

    @Override
    public boolean play(Setting setting, PrintStream stream) {
        boolean met = true;
        // as a server comes: every commit is on the disk, which the servers of tests do without
        try (MariaDbServer server = MariaDbServer.start(
                "--innodb-buffer-pool-size=512M",
                "--innodb-log-file-size=256M",
                "--innodb-flush-log-at-trx-commit=1")) {
            Rig rig = Rig.make(server, setting);
            for (Race race : races(rig)) {
                met &= race.play(of(setting, race.ours()), stream);
            }
        }
        return met;
    }

    private static List<Race> races(Rig rig) {
        LabModule inserts = rig.module("inserts");
        LabModule scripts = rig.module("scripts");
        LabModule dump = rig.module("dump");
        Tool little = rig.tool().asInstalled("-Xmx256m");
        return List.of(
                race("5,000 INSERTs", "plain Flyway", 1.0, () -> rig.ours(inserts), () -> rig.flyway(inserts, 1)),
                race(
                        "5,000 INSERTs, without start-up",
                        "mariadb, one transaction",
                        2.0,
                        () -> rig.ours(inserts).minus(rig.ours(rig.module("one"))),
                        () -> rig.client(inserts, true).minus(rig.client(rig.module("one"), true))),
                race(
                        "200 scripts of two statements",
                        "plain Flyway",
                        0.7,
                        () -> rig.ours(scripts),
                        () -> rig.flyway(scripts, SCRIPTS)),
                race(
                        "a dump of 200 MiB, -Xmx256m",
                        "mariadb",
                        1.3,
                        () -> rig.ours(little, dump),
                        () -> rig.client(dump, false)),
                race(
                        "7 modules, --parallel 2",
                        "one after the other",
                        1.0,
                        () -> rig.all("--parallel", "2"),
                        () -> rig.all()));
    }

    private static Race race(
            String ours, String other, double target, Supplier<Duration> one, Supplier<Duration> another) {
        return new Race(ours, other, target, setting -> new Pair(one, another));
    }

    /** Two things that start from where the one before them began. */
    private record Pair(Supplier<Duration> one, Supplier<Duration> another) implements Contest {
        @Override
        public Duration ours() {
            return one.get();
        }

        @Override
        public Duration other() {
            return another.get();
        }

        @Override
        public void close() {}
    }

    private static Setting of(Setting setting, String name) {
        return new Setting(setting.name() + ", " + name, setting.checkout(), setting.directory(), 0, setting.runs());
    }

    /** The modules, and each way to bring one from an empty database to its newest version. */
    private record Rig(ModuleSite site, List<LabModule> seven, Tool tool, BareFlyway flyway) {
        static Rig make(MariaDbServer server, Setting setting) {
            Path folder = setting.directory().resolve("modules");
            List<LabModule> seven = LabModule.copies(setting.checkout(), folder);
            List<LabModule> modules = new ArrayList<>(seven);
            int order = seven.size();
            for (String name : List.of("inserts", "one", "scripts", "dump")) {
                modules.add(new LabModule(name, name, ++order, folder.resolve(name)));
            }
            ModuleSite site = ModuleSite.make(server, modules, setting.directory());
            Tool tool = site.tool(setting.checkout());
            Rig rig = new Rig(site, seven, tool, new BareFlyway(tool));
            try {
                rig.write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rig;
        }

        LabModule module(String name) {
            return site.module(name);
        }

        Duration ours(LabModule module) {
            return ours(tool, module);
        }

        Duration ours(Tool by, LabModule module) {
            site.makeAnew(module);
            return run(by, List.of("--names", module.name()));
        }

        Duration all(String... options) {
            seven.forEach(site::makeAnew);
            List<String> arguments = new ArrayList<>(List.of(options));
            arguments.add("--names");
            seven.forEach(module -> arguments.add(module.name()));
            return run(tool, arguments);
        }

        private Duration run(Tool by, List<String> options) {
            List<String> arguments = new ArrayList<>(options);
            arguments.addAll(ModuleSite.here());
            return Contest.timed(() -> by.run(arguments.toArray(String[]::new)).good("aos-db-migrate"));
        }

        Duration flyway(LabModule module, int scripts) {
            site.makeAnew(module);
            return Contest.timed(() -> flyway.migrate(site, module, scripts));
        }

        /** The script of a module in the client; it commits by itself, unless it is to be one transaction. */
        Duration client(LabModule module, boolean inOne) {
            site.makeAnew(module);
            List<String> transaction = inOne ? List.of("--init-command=SET autocommit = 0") : List.of();
            ProcessBuilder client = site.server()
                    .program(
                            "mariadb",
                            Stream.concat(transaction.stream(), Stream.of(module.name()))
                                    .toList())
                    .redirectInput((inOne ? committed(module) : script(module, 1)).toFile());
            return Contest.timed(() -> Tool.run(client).good("mariadb"));
        }

        private void write() throws IOException {
            for (String name : List.of("inserts", "one")) {
                String inserts = inserts(name.equals("one") ? 1 : INSERTS);
                write(script(module(name), 1), inserts);
                write(committed(module(name)), inserts + "COMMIT;\n");
            }
            for (int version = 1; version <= SCRIPTS; version++) {
                write(script(module("scripts"), version), """
                        CREATE TABLE t%1$d (id INT NOT NULL PRIMARY KEY, text VARCHAR(50));
                        INSERT INTO t%1$d VALUES (1, 'made by version %1$d');
                        """.formatted(version));
            }
            write(script(module("dump"), 1), "");
            try (BufferedWriter out = Files.newBufferedWriter(script(module("dump"), 1))) {
                dump(out);
            }
        }

        private static String inserts(int count) {
            StringBuilder text = new StringBuilder(
                    "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, name VARCHAR(50), text VARCHAR(200));\n");
            for (int row = 1; row <= count; row++) {
                text.append("INSERT INTO t (id, name, text) VALUES (%1$d, 'row %1$d', 'it''s the text of %1$d');\n"
                        .formatted(row));
            }
            return text.toString();
        }

        /** As {@code mariadb-dump} writes one: settings for the time of loading, locked tables, statements of a mebibyte. */
        private static void dump(BufferedWriter out) throws IOException {
            out.write("""
                    /*!40101 SET NAMES utf8mb4 */;
                    /*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
                    /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
                    CREATE TABLE `events` (
                      `id` int(11) NOT NULL,
                      `machine` varchar(80) DEFAULT NULL,
                      `text` varchar(200) DEFAULT NULL,
                      PRIMARY KEY (`id`)
                    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
                    LOCK TABLES `events` WRITE;
                    /*!40000 ALTER TABLE `events` DISABLE KEYS */;
                    """);
            int row = 0;
            for (long bytes = 0; bytes < DUMP_BYTES; ) {
                StringBuilder insert = new StringBuilder("INSERT INTO `events` VALUES\n");
                while (insert.length() < BYTES_OF_AN_INSERT) {
                    insert.append("(%d,'ABQ_%08x','the host 10.0.%d.1 says: it\\'s done; seen by the controller'),\n"
                            .formatted(++row, row * 0x9E3779B1, row % 256));
                }
                insert.setLength(insert.length() - 2);
                out.append(insert).append(";\n");
                bytes += insert.length();
            }
            out.write("""
                    /*!40000 ALTER TABLE `events` ENABLE KEYS */;
                    UNLOCK TABLES;
                    /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
                    /*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
                    """);
        }

        private static Path script(LabModule module, int version) {
            return module.migrations().resolve("V" + version + "__update.sql");
        }

        /** The script with a COMMIT behind it. */
        private static Path committed(LabModule module) {
            return module.folder().resolve("committed.sql");
        }

        private static void write(Path file, String text) throws IOException {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
