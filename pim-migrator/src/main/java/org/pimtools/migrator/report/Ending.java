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
 * @param verdict the run in one line
 * @param counts numbers by name
 * @param files what the run left, by name
 * @param refusal why a migration did not begin after all was looked at, if it did not
 * @param remedy what is done about the cause of most findings, before anything else
 * @param obstacle why a migration of this plan will be refused whatever a dry run found, if it will
 */
public record Ending(
        ExitCode exit,
        List<String> lines,
        String verdict,
        Map<String, Long> counts,
        Map<String, Path> files,
        Optional<ToolException> refusal,
        Optional<ToolException> obstacle,
        Remedy remedy) {
    public Ending {
        lines = List.copyOf(lines);
        counts = Map.copyOf(counts);
        files = Map.copyOf(files);
    }

    public Ending(
            ExitCode exit,
            List<String> lines,
            String verdict,
            Map<String, Long> counts,
            Map<String, Path> files,
            Optional<ToolException> refusal) {
        this(exit, lines, verdict, counts, files, refusal, Optional.empty(), Remedy.NONE);
    }

    /** The same dry run, before a migration that will be refused. */
    public Ending before(ToolException refused) {
        return new Ending(exit, lines, verdict, counts, files, refusal, Optional.of(refused), remedy);
    }

    /** The same run, of which endpoints are to be fixed first. */
    public Ending with(Remedy first) {
        return new Ending(exit, lines, verdict, counts, files, refusal, obstacle, first);
    }
}
