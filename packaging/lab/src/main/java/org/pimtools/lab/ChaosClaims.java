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

    private ChaosClaims() {}

    /** What the journal has for applied and Redis has not, a line each. A line that is cut off claims nothing. */
    static List<String> untrue(Path journal, Jedis redis) {
        Map<Integer, String> claimed = new TreeMap<>();
        for (Matcher outcome : matches(APPLIED, journal)) {
            claimed.put(Integer.valueOf(outcome.group(1)), outcome.group(2));
        }
        Map<Integer, String> names = new HashMap<>();
        for (Matcher rekey : matches(REKEY, journal.resolveSibling("work.jsonl"))) {
            names.put(Integer.valueOf(rekey.group(1)), rekey.group(2));
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

    private static List<Matcher> matches(Pattern pattern, Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(pattern::matcher).filter(Matcher::matches).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
