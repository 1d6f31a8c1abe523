package org.pimtools.common.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.Exposure;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;
import org.pimtools.common.output.Keyboard;
import org.pimtools.common.output.Output;

/** Reads a password from a file, from the environment or from the keyboard; never from an argument. */
public final class SecretReader {
    private static final int LARGEST_FILE = 4_096;

    private final Output output;
    private final Map<String, String> environment;

    public SecretReader(Output output) {
        this(output, System.getenv());
    }

    /** Reads the given environment in place of the process's own. */
    public SecretReader(Output output, Map<String, String> environment) {
        this.output = output;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The first line of the file. Warns when others than its owner may read it.
     *
     * @throws ToolException when the file cannot be read, is empty or longer than 4,096 bytes
     */
    public Secret file(Path file) {
        try {
            String line = SmallFile.text(file, LARGEST_FILE, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (line.isEmpty()) {
                throw invalid(file, "holds no password in its first line");
            }
            Exposure.warnings(file, "the password file").forEach(output::warn);
            return Secret.of(line);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the password file " + file + ": " + FileFailure.reason(e),
                    "check the path, the owner and the mode; the file holds the password in UTF-8 in its first line",
                    e);
        }
    }

    /** The value of an environment variable, unless it is missing or empty. */
    public Optional<Secret> environment(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Secret::of);
    }

    /** What is typed at the prompt, without showing it; empty when there is no keyboard to type at. */
    public Optional<Secret> prompt(String prompt) {
        if (!Keyboard.isThere()) {
            return Optional.empty();
        }
        char[] typed = System.console().readPassword("%s: ", prompt);
        if (typed == null) {
            return Optional.empty();
        }
        Secret secret = Secret.of(new String(typed));
        Arrays.fill(typed, '\0');
        return Optional.of(secret);
    }

    private static ToolException invalid(Path file, String fault) {
        return new ToolException(
                ExitCode.INVALID_INPUT, file + " " + fault, "write the password into the first line of the file");
    }
}
