package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import redis.embedded.core.ExecutableProvider;

/** Which Redis a test works with: old ones come out of the jars that others packed them into, for 64-bit Linux. */
public enum RedisRelease {
    /** The one of this run: the machine's own, else the newest that comes from Maven Central. */
    OF_THIS_RUN {
        @Override
        Path program(Path folder) {
            return switch (ServerChoice.ofThisRun()) {
                case SYSTEM -> Tools.require("redis-server");
                case ANY -> Tools.find("redis-server").orElseGet(() -> V6_2.program(folder));
                case EMBEDDED -> V6_2.program(folder);
                case CONTAINERS -> Path.of("redis-server");
            };
        }

        @Override
        Platform platform() {
            return ServerChoice.ofThisRun() == ServerChoice.CONTAINERS ? ContainerImage.ofRedis() : super.platform();
        }
    },
    V2_8_19 {
        @Override
        Path program(Path folder) {
            return unpacked("redis-server-2.8.19", folder);
        }
    },
    V3_2_5 {
        @Override
        Path program(Path folder) {
            return unpacked("redis-server.3.2.5", folder);
        }
    },
    V6_2 {
        @Override
        Path program(Path folder) {
            try {
                return ExecutableProvider.newJarResourceProvider(folder.toFile())
                        .get()
                        .toPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** It answers as Redis 7.2.4, whose commands it has. */
    VALKEY {
        @Override
        Path program(Path folder) {
            return Tools.require("valkey-server");
        }
    };

    /** @param folder where the program goes when it has to be unpacked */
    abstract Path program(Path folder);

    /** Where that program runs. */
    Platform platform() {
        return new ThisMachine();
    }

    private static Path unpacked(String name, Path folder) {
        try (InputStream program = RedisRelease.class.getResourceAsStream("/old-redis/" + name)) {
            Path file = folder.resolve(name);
            Files.copy(program, file);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
