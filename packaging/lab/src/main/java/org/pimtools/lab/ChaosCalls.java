package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final String ONLY_TRACED = "--seccomp-bpf";
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");

    /** One of the calls. */
    record Place(String call, int number) {
        /** At a share of the number, but for the first of them. */
        Place earlier(double share) {
            return new Place(call, Math.max(1, (int) (number * share)));
        }

        @Override
        public String toString() {
            return call + " " + number;
        }
    }

    /**
     * Runs the command once under {@code strace}, to its end.
     *
     * @param disk reads what the run did
     */
    static ChaosCalls of(ChaosCommand command, Path trace, ChaosDisk disk) {
        Set<String> calls = new TreeSet<>(CHANGING);
        calls.addAll(ChaosDisk.CALLS);
        Tool.finish(command.startUnder(traced(trace, calls))).good("strace");
        Map<List<String>, Integer> counts = new HashMap<>();
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            lines.map(CALL::matcher)
                    .filter(line -> line.matches() && CHANGING.contains(line.group(2)))
                    .forEach(line -> counts.merge(List.of(line.group(1), line.group(2)), 1, Integer::sum));
            disk.read(trace);
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
        List<String> command = new ArrayList<>(injecting(trace, place.call(), "signal=SIGKILL:when=" + place.number()));
        // with this one no signal is injected
        command.remove(ONLY_TRACED);
        return command;
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

    /** What stands in front of a command whose call fails from then on, where it is about one file. */
    static List<String> failingOn(Path file, Path trace, Place place, String error) {
        List<String> command = new ArrayList<>(failing(trace, place, error, true));
        // calls name a file as the command line does
        command.addAll(List.of(
                "-P", file.toAbsolutePath().toString(), "-P", file.getFileName().toString()));
        return command;
    }

    /** What stands in front of a command whose clock is wrong. @param seconds how much, with its sign */
    static List<String> clock(String seconds) {
        return List.of("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f", seconds + "s");
    }

    /**
     * What stands in front of a command of which {@link ChaosDisk} reads what it did.
     *
     * @param pretended whether its syncs only look as if they were done
     */
    static List<String> watching(Path trace, boolean pretended) {
        List<String> command = new ArrayList<>(traced(trace, ChaosDisk.CALLS));
        if (pretended) {
            command.addAll(List.of("-e", "inject=fdatasync,fsync:retval=0"));
        }
        return command;
    }

    private static List<String> injecting(Path trace, String call, String what) {
        List<String> command = new ArrayList<>(traced(trace, List.of(call)));
        command.addAll(List.of("-e", "inject=" + call + ":" + what));
        return command;
    }

    /** Only the traced calls cost anything; of what is written nothing is kept. */
    private static List<String> traced(Path trace, Collection<String> calls) {
        return List.of(
                "strace",
                "-f",
                ONLY_TRACED,
                "-qq",
                "-y",
                "-s",
                "0",
                "-o",
                trace.toString(),
                "-e",
                "trace=" + String.join(",", calls));
    }
}
