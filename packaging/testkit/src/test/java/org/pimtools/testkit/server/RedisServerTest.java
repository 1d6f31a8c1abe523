package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

@Tag("slow")
class RedisServerTest {
    @Test
    void aCrashLosesWhatWasNotSaved() {
        try (RedisServer server = RedisServer.start()) {
            try (Jedis jedis = new Jedis(server.host(), server.port())) {
                jedis.set("saved", "1");
                jedis.save();
                jedis.set("lost", "1");
            }
            int port = server.port();
            server.kill();
            server.restart();
            assertEquals(port, server.port());
            try (Jedis jedis = new Jedis(server.host(), server.port())) {
                assertEquals("1", jedis.get("saved"));
                assertNull(jedis.get("lost"));
            }
        }
    }

    @Test
    void commandsAreCounted() {
        try (RedisServer server = RedisServer.start("--requirepass", "secret")) {
            server.resetCommandStats();
            try (Jedis jedis = new Jedis(
                    server.host(),
                    server.port(),
                    DefaultJedisClientConfig.builder().password("secret").build())) {
                jedis.get("a");
                jedis.get("b");
                jedis.configGet("dir");
            }
            assertEquals(2, server.commandStats().get("get"));
            assertNull(server.commandStats().get("set"));
            assertTrue(server.commandStats().keySet().stream().anyMatch(name -> name.startsWith("config")));
        }
    }

    @Test
    void optionsSuchAsAPasswordHold() {
        try (RedisServer server =
                        RedisServer.start("--requirepass", "secret", "--user", "reader", "on", ">r", "~*", "+@read");
                Jedis stranger = new Jedis(server.host(), server.port());
                Jedis reader = new Jedis(server.host(), server.port())) {
            assertThrows(JedisException.class, () -> stranger.get("a"));
            reader.auth("reader", "r");
            assertNull(reader.get("a"));
            assertThrows(JedisException.class, () -> reader.set("a", "b"));
        }
    }

    @Test
    void withACertificateItSpeaksTls(@TempDir Path folder) throws IOException {
        Tools.require("redis-server");
        ServerCertificate certificate = Certificates.valid(Certificates.KeyKind.EC);
        String file = certificate.writePem(folder, "redis").toString();
        try (RedisServer server = RedisServer.start(
                        "--tls-cert-file",
                        file,
                        "--tls-key-file",
                        folder.resolve("redis.key").toString(),
                        "--tls-ca-cert-file",
                        file,
                        "--tls-auth-clients",
                        "no");
                Socket connection =
                        certificate.clientContext().getSocketFactory().createSocket(server.host(), server.port())) {
            connection.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("+PONG", new String(connection.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
        }
    }
}
