package org.pimtools.migrator.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;

/**
 * What this host's {@code abiquo.properties} says about its datacenter and its Redis. The file is read when the first value is asked for,
 * and each value is looked at then, so that a fault where an option is given does not matter.
 *
 * <p>The file is in ISO 8859-1, with Unicode escapes, as Java reads such files.
 */
public final class HostSettings {
    /** Where the platform keeps the file. */
    public static final Path DEFAULT_FILE = Path.of("/opt/abiquo/config/abiquo.properties");

    private static final int LAST_PORT = 65_535;

    private static final int LARGEST = 1 << 20;

    private final Optional<Path> given;
    private final Path file;
    private Properties properties;

    /** @param given empty for {@link #DEFAULT_FILE}, if that is there */
    public HostSettings(Optional<Path> given) {
        this.given = given;
        this.file = given.orElse(DEFAULT_FILE);
    }

    private Properties properties() {
        if (properties == null) {
            Properties read = new Properties();
            if (given.isPresent() || Files.exists(file)) {
                try {
                    read.load(new ByteArrayInputStream(SmallFile.bytes(file, LARGEST)));
                } catch (IOException e) {
                    throw unreadable(file, FileFailure.reason(e), e);
                } catch (IllegalArgumentException e) {
                    throw unreadable(file, "it has a Unicode escape that is none", e);
                }
            }
            properties = read;
        }
        return properties;
    }

    private static ToolException unreadable(Path file, String why, Exception cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "cannot read the properties " + file + ": " + why,
                "give the platform's abiquo.properties with --config, or do without it: --datacenter, --redis-host and --redis-port",
                cause);
    }

    /**
     * The datacenter that the host serves.
     *
     * @throws ToolException when the file cannot be read, or the value is no identity
     */
    public Optional<DatacenterId> datacenter() {
        return value("abiquo.datacenter.id")
                .map(text -> DatacenterId.of(text)
                        .orElseThrow(() -> refused(
                                "abiquo.datacenter.id",
                                DatacenterId.fault(text).orElseThrow(),
                                "give the datacenter as the plan has it with --datacenter")));
    }

    /** @throws ToolException when the file cannot be read */
    public Optional<String> redisHost() {
        return value("abiquo.redis.host");
    }

    /**
     * The port of Redis, 1 to 65535.
     *
     * @throws ToolException when the file cannot be read, or the value is none
     */
    public Optional<Integer> redisPort() {
        return value("abiquo.redis.port").map(text -> {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= LAST_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // reported below
            }
            throw refused("abiquo.redis.port", "is not a port", "give the port with --redis-port");
        });
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(properties().getProperty(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private ToolException refused(String name, String why, String hint) {
        return new ToolException(ExitCode.INVALID_INPUT, name + " in " + file + " " + why, hint);
    }
}
