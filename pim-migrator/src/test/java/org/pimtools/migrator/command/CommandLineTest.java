package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.cli.Tool;
import picocli.CommandLine;

/** What the migrator makes of its arguments, and its help on a terminal of 80 columns. */
class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Tool.run(
                "pim-migrator",
                new PimMigrator(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                PimMigrator.withCommand(args));
    }

    static Set<String> commands() {
        return new CommandLine(new PimMigrator()).getSubcommands().keySet();
    }

    @Test
    void aMistypedCommandIsNoPlan() {
        assertEquals(2, run("stauts"));
        assertEquals(
                "pim-migrator: error: unknown command: stauts\n"
                        + "hint: did you mean status? see pim-migrator --help\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNoCommandIsAPlan() {
        assertEquals(3, run("no-such.plan"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("there is no plan no-such.plan\n"), err::toString);
    }

    @Test
    void commonOptionsMayStandBeforePlanOrCommand() {
        assertEquals(3, run("--format", "json", "no-such.plan"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"there is no plan no-such.plan\""), out::toString);
        assertEquals(
                List.of("status", "--format", "json", "--debug"),
                List.of(PimMigrator.withCommand("--format", "json", "--debug", "status")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void examplesAndPathsAreNotBroken(String command) {
        assertEquals(0, run(command, "--help"));
        String help = out.toString(StandardCharsets.UTF_8);
        List<String> lines = help.lines().toList();
        String[] footer = new CommandLine(new PimMigrator())
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .usageMessage()
                .footer();
        assertEquals(Arrays.asList(footer), lines.subList(lines.size() - footer.length, lines.size()));
        assertTrue(lines.stream().noneMatch(line -> line.matches(".*(default: [a-z]+\\.|/)")), help);
    }
}
