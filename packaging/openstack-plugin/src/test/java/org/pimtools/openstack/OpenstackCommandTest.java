package org.pimtools.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.common.cli.Tool;
import org.pimtools.dbmigrate.command.AosDbMigrate;
import org.pimtools.openstack.Controller.Seen;
import org.pimtools.testkit.server.Servers;
import picocli.CommandLine.Model.OptionSpec;

/** {@code openstack aos db migrate} through the real openstack client, the real jar and a real database. */
@Tag("slow")
class OpenstackCommandTest {
    /** Becomes the command that follows, which heeds signals that whoever started the tests may ignore, as a job in the background does. */
    private static final String HEEDING_SIGNALS =
            "import os, signal, sys; [signal.signal(one, signal.SIG_DFL) for one in (signal.SIGINT, signal.SIGTERM)];"
                    + " os.execvp(sys.argv[1], sys.argv[1:])";

    /** What openstack itself says of a command with -v. */
    private static final String OWN = "START with options: .*\\n(command: .*\\n)";

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    private static Controller controller;
    private static Controller twin;

    @BeforeAll
    static void install() throws IOException {
        controller = SERVERS.add(new Controller(directory.resolve("controller")))
                .module("dashboard")
                .module("cloud_manager");
        twin = SERVERS.add(new Controller(directory.resolve("twin")))
                .module("dashboard")
                .module("cloud_manager");
    }

    /** The two controllers are alike: one goes through openstack, the other does not. */
    @Test
    void printsWhatTheCommandPrintsWithItsExitCode() throws IOException {
        String[][] night = {
            {"--names", "dashboard", "cloud_manager", "-v"},
            {"-n", "cloud_manager", "--migration", "26"},
            {"-n", "dashboard", "-n", "cloud_manager"},
            {"--list", "-q"},
            {"--nope"},
            {"--migration", "x y", "-n", "$(id)"},
        };
        for (String[] options : night) {
            Seen through = controller.migrate(options);
            Seen direct = twin.direct(options);
            assertEquals(direct.exit(), through.exit(), through::err);
            assertEquals(direct.out(), through.out());
            assertEquals(
                    direct.err().replace(directory.resolve("twin").toString(), "HERE"),
                    through.err()
                            .replaceFirst(OWN, "")
                            .replace(directory.resolve("controller").toString(), "HERE"));
        }
    }

    @Test
    void listsTheCurrentVersions() throws IOException {
        try (Controller alone =
                new Controller(directory.resolve("alone")).module("dashboard").module("cloud_manager")) {
            assertEquals(
                    0, alone.migrate("-n", "dashboard", "--migration", "10").exit());
            assertEquals(new Seen(0, """
                    =============
                    DB list table
                    =============
                    +---+-------------+---------+
                    | N | Module name | Version |
                    +---+-------------+---------+
                    | 1 | dashboard   | 10      |
                    +---+-------------+---------+
                    """, ""), alone.list("-n", "dashboard"));
            assertEquals(new Seen(0, """
                    =============
                    DB list table
                    =============
                    +---+---------------+---------+
                    | N | Module name   | Version |
                    +---+---------------+---------+
                    | 1 | cloud_manager | 0       |
                    | 2 | dashboard     | 10      |
                    +---+---------------+---------+
                    """, ""), alone.list());
            Seen json = alone.list("--format", "json", "-n", "dashboard");
            assertTrue(
                    json.out()
                            .contains(
                                    "{\"modules\":[{\"name\":\"dashboard\",\"displayName\":\"dashboard\",\"current\":10}]}"),
                    json::out);
            assertEquals(2, alone.list("--migration", "9", "-n", "dashboard").exit());
        }
    }

    @Test
    void theListsHelpShowsItsOwnOptionsOnly() throws IOException {
        Seen help = controller.openstack(List.of("help", "aos", "db", "list"), Map.of());
        assertEquals(0, help.exit(), help::err);
        assertTrue(help.out().contains("show the current version of each module"), help::out);
        assertTrue(help.out().contains("--names NAME"), help::out);
        assertTrue(help.out().contains("--modules-dir DIR"), help::out);
        assertFalse(help.out().contains("--migration"), help::out);
    }

    @Test
    void verbosityAndOtherOptionsThatOpenstackTakesAreGivenBack() throws IOException {
        Controller shown = new Controller(directory.resolve("shown"));
        shown.command("aos-db-migrate", "printf '<%s>' \"$@\"\nexit 5\n");
        List<String> command = List.of("aos", "db", "migrate", "--names", "a b", "$c", "");
        assertEquals(new Seen(5, "<--names><a b><$c><>", ""), shown.openstack(command, Map.of()));
        assertEquals(
                "<--quiet><--log-file><%s><--names><a b><$c><>".formatted(directory.resolve("x.log")),
                shown.openstack(
                                Controller.line(
                                        command,
                                        List.of(
                                                "--log-file",
                                                directory.resolve("x.log").toString(),
                                                "-q")),
                                Map.of())
                        .out());
        assertEquals(
                "<--verbose><--debug><--names><a b><$c><>",
                shown.openstack(Controller.line(Controller.line(List.of("-v"), command), List.of("--debug")), Map.of())
                        .out());
    }

    @Test
    void openstacksOwnPromptGoesOnAfterwards() throws IOException {
        Controller prompt = new Controller(directory.resolve("prompt"));
        prompt.command("aos-db-migrate", "printf '<%s>' \"$@\"\nexit 5\n");
        Path typed =
                Files.writeString(directory.resolve("typed"), "aos db migrate --names a -v\naos db migrate --list\n");
        Seen seen = Controller.seen(prompt.process(List.of("openstack"), Map.of(), typed));
        assertEquals("<--names><a><-v><--list>", seen.out().replaceAll("\\(openstack\\) ?|\\s", ""), seen::err);
    }

    @Test
    void helpShowsEveryOption() throws IOException {
        Seen help = controller.openstack(List.of("help", "aos", "db", "migrate"), Map.of());
        assertEquals(0, help.exit(), help::err);
        String shown = help.out().replaceAll("\\s+", "");
        for (OptionSpec option : Tool.commandLine("aos-db-migrate", "1.0.0", AosDbMigrate.class)
                .getCommandSpec()
                .options()) {
            if (List.of("--help", "--version").contains(option.longestName())) {
                continue;
            }
            for (String name : option.names()) {
                assertTrue(help.out().contains(name), name);
            }
            String text = String.join("", option.description()).replaceAll("\\s+", "");
            assertTrue(shown.contains(text), () -> text + "\n" + help.out());
        }
        assertTrue(shown.contains("Bringsthedatabasesoftheplatform'smodulestoaversion,upordown."), shown);
    }

    @Test
    void asksNothingOfKeystone() throws IOException {
        try (ServerSocketChannel keystone = ServerSocketChannel.open()) {
            keystone.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            keystone.configureBlocking(false);
            int port = ((InetSocketAddress) keystone.getLocalAddress()).getPort();
            Seen seen = controller.openstack(
                    Controller.line(List.of("aos", "db", "migrate", "--list"), controller.own()),
                    Map.of(
                            "OS_AUTH_URL", "http://127.0.0.1:" + port + "/v3",
                            "OS_USERNAME", "admin",
                            "OS_PASSWORD", "secret",
                            "OS_PROJECT_NAME", "admin"));
            assertEquals(new Seen(0, "Available modules:\ndashboard\ncloud_manager\n", ""), seen);
            assertNull(keystone.accept());
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Seen seen = controller.openstack(
                List.of("aos", "db", "migrate"), Map.of("AOS_DB_MIGRATE_COMMAND", "/opt/aos/migrate"));
        assertEquals(
                new Seen(
                        3,
                        "",
                        "openstack: error: there is no command /opt/aos/migrate\n"
                                + "hint: install the package aos-db-migrate, or name its command in the environment variable"
                                + " AOS_DB_MIGRATE_COMMAND\n"),
                seen);
    }

    /** The signal goes to the process that was started, as a shell or a service manager sends it. */
    @ParameterizedTest
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @CsvSource({"TERM, 143", "INT, 130"})
    void signalsReachTheCommand(String signal, int exit) throws IOException, InterruptedException {
        Controller waiting = new Controller(directory.resolve(signal));
        waiting.command("aos-db-migrate", """
                sleep 300 > /dev/null 2>&1 &
                trap 'kill $!; echo stopped; exit %d' %s
                echo begun $$
                wait
                """.formatted(exit, signal));
        Process process = waiting.process(
                List.of("python3", "-c", HEEDING_SIGNALS, "openstack", "aos", "db", "migrate"), Map.of());
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("begun " + process.pid(), out.readLine());
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertEquals("stopped", out.readLine());
        assertEquals(exit, process.waitFor());
    }
}
