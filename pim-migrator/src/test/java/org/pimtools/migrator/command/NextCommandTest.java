package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class NextCommandTest {
    @Test
    void quotesForTheShell() {
        assertEquals(
                "pim-migrator run 'my plan' 'it'\\''s' --no-dry-run",
                NextCommand.of(List.of("run", "my plan", "it's"), List.of("--no-dry-run")));
    }

    @Test
    void anOptionGivenAnewReplacesTheOneBefore() {
        assertEquals(
                "pim-migrator run plan --identity i --decisions new --no-dry-run",
                NextCommand.of(
                        List.of("run", "--decisions", "old", "--no-dry-run", "plan", "--identity", "i"),
                        List.of("--decisions", "new", "--no-dry-run")));
        assertEquals(
                "pim-migrator run plan --decisions new",
                NextCommand.of(List.of("run", "--decisions=old", "plan"), List.of("--decisions", "new")));
    }

    @Test
    void theNextPlanHasTheNextName() {
        for (String[] names : new String[][] {
            {"night.plan", "night-2.plan"},
            {"night-2.plan", "night-3.plan"},
            {"night", "night-2"},
            {"a-9.b.plan", "a-9.b-2.plan"}
        }) {
            assertEquals(names[1], NextCommand.newer(Path.of("/root", names[0])));
        }
    }

    @Test
    void aPlanAloneIsRun() {
        assertArrayEquals(
                new String[] {"run", "night.plan", "--quiet"}, PimMigrator.withCommand("night.plan", "--quiet"));
        assertArrayEquals(new String[] {"status"}, PimMigrator.withCommand("status"));
        assertArrayEquals(new String[] {"--help"}, PimMigrator.withCommand("--help"));
        assertArrayEquals(new String[] {}, PimMigrator.withCommand());
    }

    @Test
    void agesAreMinutesHoursOrDays() {
        assertEquals(Duration.ofMinutes(90), new Age().convert("90m"));
        assertEquals(Duration.ofHours(36), new Age().convert("36h"));
        assertEquals(Duration.ofDays(2), new Age().convert("2d"));
        for (String wrong : List.of("", "2", "0h", "-1h", "1w", "2 d", "999999d")) {
            assertThrows(TypeConversionException.class, () -> new Age().convert(wrong), wrong);
        }
    }
}
