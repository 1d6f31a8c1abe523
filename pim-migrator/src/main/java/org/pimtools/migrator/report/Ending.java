package org.pimtools.migrator.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * How a run ended.
 *
 * @param lines what a person reads
 * @param counts numbers by name
 * @param files what the run left, by name
 * @param refusal why a migration did not begin after all was looked at, if it did not
 */
public record Ending(
        ExitCode exit,
        List<String> lines,
        Map<String, Long> counts,
        Map<String, Path> files,
        Optional<ToolException> refusal) {
    public Ending {
        lines = List.copyOf(lines);
        counts = Map.copyOf(counts);
        files = Map.copyOf(files);
    }
}
