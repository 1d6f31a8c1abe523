package org.pimtools.manual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.pimtools.testkit.server.Tools;

/** Programs of the machine, run to their end. */
final class Program {
    private static final Map<String, String> PLAIN = Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "80", "TERM", "dumb");

    private Program() {}

    /** What a program showed, standard error together with standard output. */
    record Seen(int exit, String text) {}

    /** Runs it with nothing to read; skips the test where the program is missing. */
    static Seen run(Map<String, String> environment, String program, Object... arguments) {
        try {
            List<String> command = Stream.concat(
                            Stream.of(Tools.require(program).toString()),
                            Stream.of(arguments).map(String::valueOf))
                    .toList();
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.environment().putAll(PLAIN);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            return new Seen(process.exitValue(), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Seen run(String program, Object... arguments) {
        return run(Map.of(), program, arguments);
    }
}
