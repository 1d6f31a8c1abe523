package org.pimtools.testkit.mutation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives inputs to a reader, made from those that brought it to code where it had not been: by Jazzer, in a JVM of its own. How many is
 * fixed; with the system property {@code pim.mutation.seconds} it goes on for that time instead. The target is a class with the method
 * {@code public static void fuzzerTestOneInput(byte[])}, which throws for an input that is neither taken nor refused as it must be.
 */
public final class GuidedMutations {
    private static final int LONGEST = 8_192;
    private static final int HANGS_AFTER_SECONDS = 120;
    private static final int MINUTES_BESIDES = 10;

    /** Whose jars the readers use; the fuzzer reads through all that it gets. */
    private static final List<String> LIBRARIES = List.of(
            "code-intelligence",
            "fasterxml",
            "exceptionfactory",
            "bouncycastle",
            "slf4j",
            "logback",
            "picocli",
            "pim-");

    private static final Pattern DONE = Pattern.compile("(?s).*\nDone (\\d+) runs in .*");
    private static final Pattern COVERED = Pattern.compile("(?s).* cov: (\\d+) .*");

    private GuidedMutations() {}

    /**
     * Tries until the number or the time is reached.
     *
     * @param kind for the line that tells how many there were
     * @param good what it begins with
     * @param directory for its files; an input that was found stays there
     * @throws AssertionError with what the fuzzer printed, when it found an input
     */
    public static void run(String kind, Class<?> target, int number, List<byte[]> good, Path directory) {
        try {
            Path corpus = Files.createDirectories(directory.resolve("corpus"));
            for (int i = 0; i < good.size(); i++) {
                Files.write(corpus.resolve("good-" + i), good.get(i));
            }
            long seconds = Long.getLong("pim.mutation.seconds", 0);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    classPath(),
                    "com.code_intelligence.jazzer.Jazzer",
                    "--target_class=" + target.getName(),
                    "--instrumentation_includes=org.pimtools.**",
                    "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
                    seconds > 0 ? "-max_total_time=" + seconds : "-runs=" + number,
                    "-seed=1",
                    "-max_len=" + LONGEST,
                    "-timeout=" + HANGS_AFTER_SECONDS,
                    corpus.toString()));
            Path log = directory.resolve("fuzzer.log");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            require(process, kind, log, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void require(Process process, String kind, Path log, long seconds)
            throws IOException, InterruptedException {
        try {
            boolean ended = process.waitFor(seconds + TimeUnit.MINUTES.toSeconds(MINUTES_BESIDES), TimeUnit.SECONDS);
            String printed = Files.readString(log);
            Matcher done = DONE.matcher(printed);
            Matcher covered = COVERED.matcher(printed);
            if (!ended || process.exitValue() != 0 || !done.matches() || !covered.matches()) {
                throw new AssertionError("guided mutations of " + kind + ": " + printed);
            }
            System.err.printf(
                    "mutations of %s, guided: %,d, %s branches reached%n",
                    kind, Long.parseLong(done.group(1)), covered.group(1));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(place ->
                        Files.isDirectory(Path.of(place)) || LIBRARIES.stream().anyMatch(place::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
