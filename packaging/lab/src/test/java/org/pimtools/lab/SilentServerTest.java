package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.testkit.server.Servers;

/** What takes a connection and never says a word: a signal ends the command that waits for it, with the signal's own exit code. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentServerTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private static final String NOTED = "stopping at the next safe point; a second signal stops at once\n";

    @TempDir
    private Path directory;

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = servers.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void endsAPlan(String signal, int exit) throws IOException, InterruptedException {
        List<String> plan = List.of(
                "plan",
                "-o",
                "night.plan",
                "--state-dir",
                "state",
                "--db-host",
                "127.0.0.1",
                "--db-port",
                port(),
                "--db-name",
                "kinton",
                "--db-user",
                "reader");
        assertEquals(
                new Tool.Result(exit, "", NOTED + "pim-planner: stopped; no plan was written: run again to make one\n"),
                signalled(signal, "pim-planner", plan));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void endsAnUpdateOfModules(String signal, int exit) throws IOException, InterruptedException {
        module("first", 1);
        module("second", 2);
        Tool.Result result =
                signalled(signal, "aos-db-migrate", List.of("--modules-dir", "modules.d", "--log-file", "run.log"));
        assertEquals(new Tool.Result(exit, """
                        Running db migrate for: first, second

                        ================
                        DB migrate table
                        ================
                        +---+-------------+--------+------------------------------+
                        | N | Module name | Status | Result                       |
                        +---+-------------+--------+------------------------------+
                        | 1 | first       | FAIL   | stopped; run again to resume |
                        +---+-------------+--------+------------------------------+
                        """, NOTED + "aos-db-migrate: stopped; run again to resume\n"), result);
    }

    /** Runs it until it has connected, and sends the signal, which it heeds although whoever started the tests may ignore it. */
    private Tool.Result signalled(String signal, String tool, List<String> arguments)
            throws IOException, InterruptedException {
        Tool jar = Tool.of(tool, Path.of("../..").toAbsolutePath().normalize(), directory);
        List<String> command = new ArrayList<>(List.of("env", "--default-signal", "PIM_DB_PASSWORD=x"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jar.options());
        command.addAll(List.of("-jar", jar.jar().toString()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).directory(directory.toFile()).start();
        Socket connected = server.accept();
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            return Tool.finish(process);
        } finally {
            connected.close();
            process.destroyForcibly();
        }
    }

    private void module(String name, int order) throws IOException {
        Path file = Files.createDirectories(directory.resolve("modules.d")).resolve(name + ".yaml");
        Files.writeString(file, """
                name: %s
                order: %d
                migrations: ../migrations
                undo: ../migrations
                database:
                  url: jdbc:mariadb://127.0.0.1:%s/%s
                  user: aos
                  password: x
                """.formatted(name, order, port(), name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                Files.createDirectories(directory.resolve("migrations")).resolve("V1__one.sql"),
                "CREATE TABLE one (id INT);\n");
    }

    private String port() {
        return String.valueOf(server.getLocalPort());
    }
}
