package org.pimtools.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One of the commands, run from its jar as a process of its own, in a working directory and with an environment.
 *
 * @param name what an operator types, for instance {@code pim-planner}
 * @param options for the JVM
 * @param isQuick whether it shares an archive of its classes with other runs
 */
public record Tool(
        String name, Path jar, Path directory, List<String> options, Map<String, String> environment, boolean isQuick) {

    /** What a finished run left. */
    public record Result(int exit, String out, String err) {
        /**
         * This result.
         *
         * @param what ran, in words
         * @throws RehearsalException when it did not end with exit code 0
         */
        Result good(String what) {
            if (exit != 0) {
                throw new RehearsalException(what + " ended with exit code " + exit + ": " + out + err);
            }
            return this;
        }
    }

    /**
     * The root directory whose installed commands are run in place of this checkout's jars, with the JVM and the options that they are
     * set up with; a system property.
     */
    static final String INSTALLED = "pimtools.installed";

    /**
     * The tool of this checkout, or the installed one.
     *
     * @throws IllegalStateException when it was not built yet
     */
    public static Tool of(String name, Path checkout, Path directory) {
        String module = name.equals("aos-db-migrate") ? "db-migrate" : name;
        Path jar = checkout.resolve(module).resolve("target").resolve(name + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with mvn -B -DskipTests package");
        }
        return new Tool(name, jar, directory, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Map.of(), false);
    }

    public Tool with(Map<String, String> environment) {
        return new Tool(name, jar, directory, options, environment, isQuick);
    }

    /** The tool as its package starts it, which sets no limit of memory by itself. */
    Tool asInstalled(String... options) {
        List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC"));
        all.addAll(List.of(options));
        return new Tool(name, jar, directory, all, environment, false);
    }

    public Tool withOptions(String... options) {
        return new Tool(name, jar, directory, List.of(options), environment, false);
    }

    /**
     * The tool with a Java agent on its JVM.
     *
     * @param option what the agent is told
     */
    Tool under(Path agent, String option) {
        List<String> more = new ArrayList<>(options);
        more.add("-Xlog:disable");
        more.add("-javaagent:" + agent + "=" + option);
        return new Tool(name, jar, directory, more, environment, isQuick);
    }

    /**
     * The tool as it starts faster after its first run, without the file that a JVM keeps for other programs to look at; for those that
     * are run often, and not measured.
     */
    Tool quick() {
        if (isInstalled()) {
            return this;
        }
        List<String> all = new ArrayList<>(options);
        all.add("-XX:-UsePerfData");
        return new Tool(name, jar, directory, all, environment, true);
    }

    /** Starts a run, for whoever wants to kill it. */
    public Process start(List<String> arguments) {
        return startUnder(List.of(), arguments);
    }

    /** Starts a run as the last words of another command, such as {@code strace}. */
    Process startUnder(List<String> wrapper, List<String> arguments) {
        return start(wrapper, isQuick ? archive().reading() : List.of(), arguments);
    }

    private Process start(List<String> wrapper, List<String> moreOptions, List<String> arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(isInstalled() ? installed() : built(moreOptions));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isInstalled() {
        return System.getProperty(INSTALLED) != null;
    }

    private List<String> built(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private List<String> installed() {
        String root = System.getProperty(INSTALLED);
        String command = "/usr/bin/" + name;
        return root.equals("/")
                ? List.of(command)
                : List.of("chroot", root, "/usr/bin/env", "--chdir=" + directory.toAbsolutePath(), command);
    }

    /** Runs to the end. */
    public Result run(String... arguments) {
        List<String> all = List.of(arguments);
        return isQuick ? archive().running(name, all, more -> finish(start(List.of(), more, all))) : finish(start(all));
    }

    ClassArchive archive() {
        return ClassArchive.of(name, jar);
    }

    /** Runs a program that is none of ours to its end. */
    static Result run(ProcessBuilder program) {
        try {
            return finish(program.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a run and takes what it printed. */
    public static Result finish(Process process) {
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        try {
            return new Result(process.waitFor(), out, err.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
