package org.pimtools.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.RedisSnapshot;

/**
 * What a part left, as far as it must be the same however often the part was broken.
 *
 * @param jobs the names of the backup server's jobs, in its order
 * @param statements of the newest SQL files by the end of their names, without their headers, which name the run and its time
 */
record ChaosState(
        RedisSnapshot redis, DatabaseSnapshot database, List<String> jobs, Map<String, List<String>> statements) {
    ChaosState {
        jobs = List.copyOf(jobs);
        statements = new TreeMap<>(statements);
    }

    /** The same with other tables. */
    ChaosState with(DatabaseSnapshot other) {
        return new ChaosState(redis, other, jobs, statements);
    }

    /** What is different in the other one, a line each; empty when it is the same. */
    List<String> diff(ChaosState other) {
        List<String> differences = new ArrayList<>();
        redis.diff(other.redis).forEach(line -> differences.add("Redis: " + line));
        database.diff(other.database).forEach(table -> differences.add("table " + table));
        if (!jobs.equals(other.jobs)) {
            for (int i = 0; i < Math.max(jobs.size(), other.jobs.size()); i++) {
                String expected = i < jobs.size() ? jobs.get(i) : "none";
                String found = i < other.jobs.size() ? other.jobs.get(i) : "none";
                if (!expected.equals(found)) {
                    differences.add("backup job: expected " + expected + ", saw " + found);
                }
            }
        }
        statements.forEach((ending, lines) -> {
            if (!lines.equals(other.statements.get(ending))) {
                differences.add("the statements of the newest *" + ending);
            }
        });
        return differences;
    }
}
