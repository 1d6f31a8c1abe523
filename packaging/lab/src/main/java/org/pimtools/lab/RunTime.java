package org.pimtools.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long a run took, as its result file says.
 *
 * @param forecastSeconds what it foretold of a migration; 0 when it foretold nothing
 */
record RunTime(double seconds, long forecastSeconds) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static RunTime of(Path resultFile) {
        try {
            List<String> lines = Files.readAllLines(resultFile);
            JsonNode start = JSON.readTree(lines.get(0));
            JsonNode end = JSON.readTree(lines.get(lines.size() - 1));
            Duration took = Duration.between(
                    Instant.parse(start.get("started").textValue()),
                    Instant.parse(end.get("ended").textValue()));
            return new RunTime(took.toNanos() / 1e9, end.path("forecastSeconds").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
