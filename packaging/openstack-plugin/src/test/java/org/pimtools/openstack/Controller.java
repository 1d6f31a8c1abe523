package org.pimtools.openstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;

/** A controller on which {@code openstack} and {@code aos-db-migrate} are installed, with two modules on a real server. */
final class Controller implements AutoCloseable {
    private static final Path LAB = Path.of("../lab/modules").toAbsolutePath().normalize();
    private static final Path JAR = Path.of("../../db-migrate/target/aos-db-migrate.jar");
    private static final Path PLUGIN = Path.of("target/python").toAbsolutePath();

    private final Path home;
    private final List<Database> databases = new ArrayList<>();

    /** What one run showed. */
    record Seen(int exit, String out, String err) {}

    Controller(Path home) throws IOException {
        this.home = home;
        Path openstack = Tools.require("openstack");
        Files.createDirectories(home.resolve("modules.d"));
        Files.writeString(
                Files.createDirectories(sitePackages(openstack)).resolve("aos-db-migrate.pth"), PLUGIN + "\n");
        command("aos-db-migrate", """
                exec "%s" -XX:TieredStopAtLevel=1 -jar "%s" "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), JAR.toAbsolutePath()));
    }

    /** Where Python looks for what a user installed; openstack's first line names its Python. */
    private Path sitePackages(Path openstack) throws IOException {
        String python =
                Files.readAllLines(openstack).get(0).substring("#!".length()).strip();
        Process process = process(List.of(python, "-c", "import site; print(site.getusersitepackages())"), Map.of());
        return Path.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    /** A command of this controller, as a script of the shell. */
    void command(String name, String script) throws IOException {
        Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A module with an empty database. */
    Controller module(String module) throws IOException {
        MariaDbServer server = MariaDbServer.shared();
        Database database = server.createDatabase();
        databases.add(database);
        Path file = home.resolve("modules.d").resolve(module + ".yaml");
        Files.writeString(file, """
                name: %s
                order: %d
                migrations: %s
                undo: %s
                database:
                  url: jdbc:mariadb://127.0.0.1:%d/%s
                  user: "%s"
                  password: "%s"
                """.formatted(
                        module,
                        databases.size(),
                        LAB.resolve(module).resolve("migrations"),
                        LAB.resolve(module).resolve("undo"),
                        server.port(),
                        database.name(),
                        server.user(),
                        server.password()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    /** The options by which a run finds this controller's files. */
    List<String> own() {
        return List.of(
                "--modules-dir",
                home.resolve("modules.d").toString(),
                "--log-file",
                home.resolve("run.log").toString());
    }

    Seen openstack(List<String> arguments, Map<String, String> environment) throws IOException {
        return seen(process(line(List.of("openstack"), arguments), environment));
    }

    /** {@code openstack aos db migrate} with options. */
    Seen migrate(String... options) throws IOException {
        return openstack(line(List.of("aos", "db", "migrate"), line(List.of(options), own())), Map.of());
    }

    /** {@code openstack aos db list} with options. */
    Seen list(String... options) throws IOException {
        return openstack(line(List.of("aos", "db", "list"), line(List.of(options), own())), Map.of());
    }

    /** The command itself, with the same options. */
    Seen direct(String... options) throws IOException {
        return seen(process(line(List.of("aos-db-migrate"), line(List.of(options), own())), Map.of()));
    }

    Process process(List<String> line, Map<String, String> environment) throws IOException {
        return process(line, environment, Path.of("/dev/null"));
    }

    Process process(List<String> line, Map<String, String> environment, Path input) throws IOException {
        List<String> command = new ArrayList<>(line);
        Path own = home.resolve("bin").resolve(line.get(0));
        if (Files.exists(own)) {
            command.set(0, own.toString());
        } else if (!line.get(0).startsWith("/")) {
            command.set(0, Tools.require(line.get(0)).toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.redirectInput(input.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        home.resolve("bin") + ":/usr/bin:/bin",
                        "HOME",
                        home.toString(),
                        "LC_ALL",
                        "C.UTF-8",
                        "PYTHONUSERBASE",
                        home.resolve("python").toString(),
                        "PYTHONDONTWRITEBYTECODE",
                        "1"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Seen seen(Process process) {
        try {
            StringBuilder err = new StringBuilder();
            Thread reader = new Thread(() -> err.append(text(process.getErrorStream())));
            reader.start();
            String out = text(process.getInputStream());
            reader.join();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("it does not end: " + out + err);
            }
            return new Seen(process.exitValue(), out, err.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(java.io.InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> line(List<String> begin, List<String> end) {
        List<String> whole = new ArrayList<>(begin);
        whole.addAll(end);
        return whole;
    }

    @Override
    public void close() {
        databases.forEach(Database::close);
    }
}
