package org.pimtools.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.Datacenter;

/** The {@code abiquo.properties} of an RS host, in the encoding of Java's properties: an identity may be any text. */
final class HostProperties {
    private HostProperties() {}

    static void write(Path file, Datacenter datacenter, RedisServer redis) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("abiquo.datacenter.id", datacenter.id());
        properties.setProperty("abiquo.redis.host", redis.host());
        properties.setProperty("abiquo.redis.port", String.valueOf(redis.port()));
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }
}
