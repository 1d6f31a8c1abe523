package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** What a journal claims of subscriptions, held against Redis, as long as nothing but the migrator has changed it. */
final class ChaosClaims {
    private static final Pattern REKEY =
            Pattern.compile("\\{\"kind\":\"rekey\",\"no\":(\\d+),.*\"providerId\":\"([^\"]+)\".*");
    private static final Pattern APPLIED = Pattern.compile(
            "\\{\"kind\":\"outcome\",\"step\":\"redis\",\"no\":(\\d+),\"direction\":\"(\\w+)\",\"result\":\\{\"kind\":\"applied\"\\}.*");
    private static final Pattern BEGUN = Pattern.compile("\\{\"kind\":\"intent\",\"step\":\"redis\",\"no\":(\\d+),.*");

    private ChaosClaims() {}

    /**
     * What the journal has for applied and Redis has not, a line each. A line that is cut off claims nothing, nor does a change that was
     * begun again.
     */
    static List<String> untrue(Path journal, Jedis redis) {
        Map<Integer, String> claimed = new TreeMap<>();
        for (String line : lines(journal)) {
            Matcher begun = BEGUN.matcher(line);
            if (begun.matches()) {
                claimed.remove(Integer.valueOf(begun.group(1)));
            }
            Matcher outcome = APPLIED.matcher(line);
            if (outcome.matches()) {
                claimed.put(Integer.valueOf(outcome.group(1)), outcome.group(2));
            }
        }
        Map<Integer, String> names = new HashMap<>();
        for (String line : lines(journal.resolveSibling("work.jsonl"))) {
            Matcher rekey = REKEY.matcher(line);
            if (rekey.matches()) {
                names.put(Integer.valueOf(rekey.group(1)), rekey.group(2));
            }
        }
        List<String> untrue = new ArrayList<>();
        claimed.forEach((no, direction) -> {
            boolean renamed = redis.exists("VirtualMachine:name:" + names.get(no));
            if (renamed != direction.equals("FORWARD")) {
                untrue.add("the journal has change " + no + " " + direction + " for applied, and Redis has not");
            }
        });
        return untrue;
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
