package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help as it is seen on a terminal of 80 columns. */
class HelpTest {
    static Set<String> commands() {
        return new CommandLine(new PimPlanner()).getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void examplesAndPathsAreNotBroken(String command) {
        PlannerHarness.Run run = PlannerHarness.bare(List.of(command, "--help"));
        assertEquals(0, run.exit());
        List<String> lines = run.out().lines().toList();
        String[] footer = new CommandLine(new PimPlanner())
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .usageMessage()
                .footer();
        assertEquals(Arrays.asList(footer), lines.subList(lines.size() - footer.length, lines.size()));
        assertTrue(lines.stream().noneMatch(line -> line.matches(".*(default: [a-z]+\\.|~/\\.|api\\.|/)")), run.out());
    }
}
