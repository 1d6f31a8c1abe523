package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a tool suggests can be pasted; the night looks at every line that is shown there. */
class NextLinesTest {
    @Test
    void whatAShellDoesNotTakeIsFound() {
        assertEquals(
                List.of("pim-planner apply x.sql (on the controller)", "start the platform", "pim-migrator 'a"),
                NextLines.faults("""
                        next: pim-planner apply x.sql (on the controller)
                        next: pim-planner apply x.sql    # on the controller
                        next: start the platform
                        next: # start the platform
                        next: pim-migrator 'a
                        next: pim-migrator 'a b' --no-dry-run
                        """));
    }

    @Test
    void theScenariosCanBePasted() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/scenarios"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertEquals(List.of(), NextLines.faults(Files.readString(file)), file::toString);
            }
        }
    }
}
