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
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system calls by which a run changes something outside of itself, as {@code strace} of the same run counted them.
 *
 * @param most by call, how often the thread that made it most often did: {@code strace} counts each thread by itself
 */
record ChaosCalls(SortedMap<String, Integer> most) {
    private static final List<String> CHANGING = List.of(
            "fdatasync", "fsync", "rename", "write", "pwrite64", "writev", "sendto", "ftruncate", "unlink", "mkdir");
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");

    /** One of the calls. */
    record Place(String call, int number) {
        @Override
        public String toString() {
            return call + " " + number;
        }
    }

    /** Runs the part once under {@code strace}, to its end. */
    static ChaosCalls of(ChaosSite site, ChaosPart part, Path trace) {
        List<String> wrapper = new ArrayList<>(traced(trace, String.join(",", CHANGING)));
        wrapper.add("--seccomp-bpf");
        Tool.finish(part.tool(site).startUnder(wrapper, part.arguments(site))).good("strace of " + part.word());
        Map<List<String>, Integer> counts = new HashMap<>();
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            lines.map(CALL::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> counts.merge(List.of(line.group(1), line.group(2)), 1, Integer::sum));
            Files.delete(trace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SortedMap<String, Integer> most = new TreeMap<>();
        counts.forEach((thread, count) -> most.merge(thread.get(1), count, Math::max));
        return new ChaosCalls(most);
    }

    /** Any of them: one half by the call, so that rare ones get their turn, the other half every one with the same chance. */
    Place any(Random random) {
        if (random.nextBoolean()) {
            return any(random, List.copyOf(most.keySet()));
        }
        int number = random.nextInt(
                most.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<String, Integer> call : most.entrySet()) {
            if (number < call.getValue()) {
                return new Place(call.getKey(), 1 + number);
            }
            number -= call.getValue();
        }
        throw new AssertionError(number);
    }

    /** Any of those by which a file gets to the disk. */
    Place anySync(Random random) {
        return any(
                random,
                Stream.of("fdatasync", "fsync").filter(most::containsKey).toList());
    }

    private Place any(Random random, List<String> calls) {
        String call = calls.get(random.nextInt(calls.size()));
        return new Place(call, 1 + random.nextInt(most.get(call)));
    }

    /** What stands in front of a command that is killed as it enters the call. */
    static List<String> killing(Path trace, Place place) {
        return injecting(trace, place.call(), "signal=SIGKILL:when=" + place.number());
    }

    /**
     * What stands in front of a command whose call fails.
     *
     * @param error such as {@code EIO}
     * @param onwards whether it fails from then on
     */
    static List<String> failing(Path trace, Place place, String error, boolean onwards) {
        return injecting(trace, place.call(), "error=" + error + ":when=" + place.number() + (onwards ? "+" : ""));
    }

    private static List<String> injecting(Path trace, String call, String what) {
        List<String> command = new ArrayList<>(traced(trace, call));
        command.addAll(List.of("-e", "inject=" + call + ":" + what));
        return command;
    }

    private static List<String> traced(Path trace, String calls) {
        return List.of("strace", "-f", "-qq", "-o", trace.toString(), "-e", "trace=" + calls);
    }
}
