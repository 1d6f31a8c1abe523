package org.pimtools.migrator.host;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * What this host's {@code abiquo.properties} says about its datacenter and its Redis.
 *
 * @param redisPort 1 to 65535
 */
public record HostSettings(Optional<UUID> datacenter, Optional<String> redisHost, Optional<Integer> redisPort) {
    /** Where the platform keeps the file. */
    public static final Path DEFAULT_FILE = Path.of("/opt/abiquo/config/abiquo.properties");

    /**
     * Reads the file, or {@link #DEFAULT_FILE} when none is given and that one is there.
     *
     * @throws ToolException when a file that was given is missing, or a value in it is not what it should be
     */
    public static HostSettings read(Optional<Path> given) {
        if (given.isEmpty() && Files.notExists(DEFAULT_FILE)) {
            return new HostSettings(Optional.empty(), Optional.empty(), Optional.empty());
        }
        Path file = given.orElse(DEFAULT_FILE);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the properties " + file,
                    "give the platform's abiquo.properties with --config, or leave it out and give --datacenter",
                    e);
        }
        return new HostSettings(
                value(properties, "abiquo.datacenter.id").map(text -> uuid(file, text)),
                value(properties, "abiquo.redis.host"),
                value(properties, "abiquo.redis.port").map(text -> port(file, text)));
    }

    private static Optional<String> value(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static UUID uuid(Path file, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "abiquo.datacenter.id in " + file + " is not a UUID",
                    "give the datacenter's UUID with --datacenter",
                    e);
        }
    }

    private static int port(Path file, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ToolException(
                ExitCode.INVALID_INPUT,
                "abiquo.redis.port in " + file + " is not a port",
                "give the port with --redis-port");
    }
}
