package org.pimtools.migrator.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.Exposure;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.output.Output;
import org.pimtools.common.secret.Identity;
import picocli.CommandLine.Option;

/** Opens the sealed part of a plan. */
final class IdentityOption {
    /** Where {@code keygen} puts this host's own identity, in the state directory. */
    static final String HOST_IDENTITY = "host.identity";

    @Option(
            names = {"-i", "--identity"},
            paramLabel = "FILE",
            description = "the identity that opens the plan's credentials; - reads it from standard input")
    private String identity;

    /**
     * Reads the identity when it is asked for, so that a run that needs none does not wait for standard input.
     *
     * @param output is warned when others than its owner may read the file
     */
    Optional<Supplier<Identity>> supplier(InputStream standardInput, Output output) {
        return Optional.ofNullable(identity)
                .map(name -> once(() -> name.equals("-")
                        ? Identity.read(standardInput, "from standard input")
                        : read(Path.of(name), output)));
    }

    /** As {@link #supplier(InputStream, Output)}, and this host's own identity when none is given. */
    Optional<Supplier<Identity>> supplier(InputStream standardInput, Path stateDir, Output output) {
        Path own = stateDir.resolve(HOST_IDENTITY);
        return supplier(standardInput, output)
                .or(() -> Files.exists(own) ? Optional.of(() -> read(own, output)) : Optional.empty());
    }

    /** The file that is given; empty when there is none, or it is standard input. */
    Optional<Path> file() {
        return Optional.ofNullable(identity).filter(name -> !name.equals("-")).map(Path::of);
    }

    /** Standard input can be read once only, and several parts of a run ask for the identity. */
    private static Supplier<Identity> once(Supplier<Identity> reading) {
        AtomicReference<Identity> read = new AtomicReference<>();
        return () -> {
            if (read.get() == null) {
                read.set(reading.get());
            }
            return read.get();
        };
    }

    private static Identity read(Path file, Output output) {
        try (InputStream in = Files.newInputStream(file)) {
            Exposure.warnings(file, "the identity").forEach(output::warn);
            return Identity.read(in, file.toString());
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the identity " + file + ": " + FileFailure.reason(e),
                    "give the file that pim-planner plan wrote, with --identity",
                    e);
        }
    }
}
