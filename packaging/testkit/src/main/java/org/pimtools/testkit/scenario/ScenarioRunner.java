package org.pimtools.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs scenarios against a jar, each command line as a process of its own: without a terminal, in an environment that holds
 * nothing of this one's, with the working directory as home. Beyond what a scenario says, no run without {@code --debug} may
 * show a stack trace, and {@code --format json} means exactly one object on standard output, with the exit code in it.
 */
public final class ScenarioRunner {
    private static final long LONGEST_RUN_SECONDS = 240;
    private static final Pattern STACK_TRACE =
            Pattern.compile("(?m)^\\s*at [\\w.$/<>]+\\([^)]*\\)|^Exception in thread");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A system property: {@code true} writes what came into the scenarios that fail, which fail all the same. */
    private static final String RECORD = "pim.scenarios.record";

    private final Path jar;
    private final String program;
    private final List<String> options;
    private final boolean record;

    /**
     * Plays on a jar.
     *
     * @param options for the JVM; none may show on the screen
     * @throws IllegalStateException when the jar was not built yet
     */
    public ScenarioRunner(Path jar, List<String> options) {
        this(jar, options, Boolean.getBoolean(RECORD));
    }

    ScenarioRunner(Path jar, List<String> options, boolean record) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with mvn -B package -DskipTests");
        }
        this.jar = jar.toAbsolutePath();
        this.options = List.copyOf(options);
        this.program = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        this.record = record;
    }

    /**
     * Plays the scenario in a directory that is empty.
     *
     * @throws AssertionError that shows what was expected and what came, when they differ
     */
    public void run(Scenario scenario, Path directory) throws IOException, InterruptedException {
        Path home = directory.toRealPath();
        scenario.layOut(home);
        List<Step> recorded = new ArrayList<>();
        StringBuilder faults = new StringBuilder();
        for (Step step : scenario.steps()) {
            Seen seen = run(step, home);
            List<String> ofStep = faults(step, seen, home);
            if (!ofStep.isEmpty()) {
                faults.append(scenario.file() + ":" + step.line() + ": "
                        + step.command().written() + "\n" + String.join("\n", ofStep));
            }
            recorded.add(seen.recorded(step, home));
        }
        if (faults.isEmpty()) {
            return;
        }
        if (record) {
            Files.writeString(scenario.file(), scenario.withSteps(recorded).written());
            faults.append("\nrecorded: see what changed with git diff, then run again without -D" + RECORD);
        }
        throw new AssertionError(faults.toString());
    }

    private record Seen(int exit, String stdout, String stderr) {
        Step recorded(Step step, Path home) {
            return new Step(
                    step.line(),
                    step.command(),
                    exit,
                    step.stdin(),
                    step.stdout().recorded(stdout, home),
                    step.stderr().recorded(stderr, home));
        }
    }

    private Seen run(Step step, Path home) throws IOException, InterruptedException {
        if (!step.command().program().equals(program)) {
            throw new AssertionError(step.command().written() + ": the program here is " + program);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.home=" + home));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(step.command().arguments());
        Path stdout = Files.createTempFile("pim-scenario-", ".stdout");
        Path stderr = Files.createTempFile("pim-scenario-", ".stderr");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().clear();
            builder.environment()
                    .putAll(Map.of("HOME", home.toString(), "LC_ALL", "C.UTF-8", "TZ", "UTC", "PATH", "/usr/bin:/bin"));
            Process process = builder.start();
            write(step.stdin().getBytes(StandardCharsets.UTF_8), process);
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("ran for longer than " + LONGEST_RUN_SECONDS + " seconds: "
                        + step.command().written() + "\n" + text(stdout) + text(stderr));
            }
            return new Seen(process.exitValue(), text(stdout), text(stderr));
        } finally {
            Files.delete(stdout);
            Files.delete(stderr);
        }
    }

    /** A command that ends without having read everything is none of our business. */
    private static void write(byte[] stdin, Process process) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(stdin);
        } catch (IOException e) {
            return;
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static List<String> faults(Step step, Seen seen, Path home) {
        List<String> faults = new ArrayList<>();
        if (step.exit() != seen.exit()) {
            faults.add("exit code " + seen.exit() + " in place of " + step.exit());
        }
        if (!step.stdout().matches(seen.stdout(), home)) {
            faults.add("standard output" + step.stdout().difference(seen.stdout(), home));
        }
        if (!step.stderr().matches(seen.stderr(), home)) {
            faults.add("standard error" + step.stderr().difference(seen.stderr(), home));
        }
        if (!step.asksForStackTrace()
                && STACK_TRACE.matcher(seen.stdout() + "\n" + seen.stderr()).find()) {
            faults.add("a stack trace without --debug\n" + seen.stdout() + seen.stderr());
        }
        if (step.asksForJson()) {
            faults.addAll(envelopeFaults(seen));
        }
        return faults;
    }

    private static List<String> envelopeFaults(Seen seen) {
        try {
            JsonNode envelope = JSON.readTree(seen.stdout());
            if (!envelope.isObject()) {
                return List.of("no JSON object on standard output");
            }
            return envelope.path("exit").isInt() && envelope.path("exit").asInt() == seen.exit()
                    ? List.of()
                    : List.of("the envelope says exit " + envelope.path("exit") + ", the process " + seen.exit());
        } catch (JsonProcessingException e) {
            return List.of("not exactly one JSON object on standard output: " + e.getOriginalMessage());
        }
    }
}
