package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.RedisServer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

@Tag("slow")
class RedisConnectionTest {
    @TempDir
    private Path folder;

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        ToolException unreachable =
                assertThrows(ToolException.class, () -> RedisConnection.open(RedisSettings.of("127.0.0.1", port)));
        assertEquals(ExitCode.UNREACHABLE, unreachable.exitCode());
        assertTrue(unreachable.getMessage().contains("127.0.0.1:" + port), unreachable.getMessage());
    }

    @Test
    void anIpv6AddressIsShownSoThatItsPortCanBeTold() {
        for (String written : List.of("::1", "[::1]", " 0:0:0:0:0:0:0:1 ")) {
            assertEquals("[::1]:6379", RedisSettings.of(written, 6379).address());
        }
        assertEquals(
                "rs_1.example:6379", RedisSettings.of(" RS_1.example. ", 6379).address());
    }

    @Test
    void aWrongPasswordIsTriedOnceAndAMissingOneIsNoticed() {
        try (RedisServer server = RedisServer.start("--requirepass", "richtig")) {
            server.resetCommandStats();
            long earlier = server.commandStats().getOrDefault("auth", 0L);
            ToolException wrong =
                    assertThrows(ToolException.class, () -> RedisConnection.open(with(server, null, "falsch", 0)));
            assertEquals(ExitCode.INVALID_INPUT, wrong.exitCode());
            assertFalse(wrong.getMessage().contains("falsch"));
            assertEquals(earlier + 2, server.commandStats().get("auth"), "ours, and the one that counts");

            ToolException missing = assertThrows(
                    ToolException.class, () -> RedisConnection.open(RedisSettings.of(server.host(), server.port())));
            assertEquals(ExitCode.INVALID_INPUT, missing.exitCode());

            RedisConnection.open(with(server, null, "richtig", 0)).close();
        }
    }

    @Test
    void anotherDatabaseAndAnAccountThatMayNotScript() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(
                        server.host(),
                        server.port(),
                        DefaultJedisClientConfig.builder().database(5).build())) {
            new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
            redis.aclSetUser("migrator", "on", ">geheim", "~*", "+@all", "-@scripting");

            rekeys(with(server, "migrator", "geheim", 5));

            assertEquals("new", redis.hget("VirtualMachine:1", "name"));
            ToolException wrong =
                    assertThrows(ToolException.class, () -> RedisConnection.open(with(server, null, null, 99)));
            assertEquals(ExitCode.INVALID_INPUT, wrong.exitCode());
            assertTrue(wrong.getMessage().contains("no database 99"), wrong.getMessage());
        }
    }

    @Test
    void tlsIsVerified() throws IOException {
        Path certificate = Certificates.valid(Certificates.KeyKind.EC).writePem(folder, "server");
        Path other = Certificates.valid(Certificates.KeyKind.EC).writePem(folder, "other");
        try (RedisServer server = RedisServer.start(
                "--tls-cert-file", certificate.toString(),
                "--tls-key-file", folder.resolve("server.key").toString(),
                "--tls-ca-cert-file", certificate.toString(),
                "--tls-auth-clients", "no")) {
            try (RedisConnection connection = RedisConnection.open(tls(server, certificate))) {
                assertEquals(new Recognition.Known(Layout.EMPTY), Recogniser.recognise(connection));
            }
            assertEquals(ExitCode.UNREACHABLE, failure(tls(server, other)).exitCode());
            assertEquals(ExitCode.UNREACHABLE, failure(tls(server, null)).exitCode());
            assertEquals(
                    ExitCode.UNREACHABLE,
                    failure(RedisSettings.of(server.host(), server.port())).exitCode());
            Path none = Files.writeString(folder.resolve("none.pem"), "nothing");
            assertEquals(ExitCode.INVALID_INPUT, failure(tls(server, none)).exitCode());
        }
    }

    private static void rekeys(RedisSettings settings) {
        try (RedisConnection connection = RedisConnection.open(settings)) {
            RedisStep step = new RedisStep(connection, MonitorModel.context(1));
            Change.Rekey change = MonitorModel.rekey(1, 1, "new", "web");
            UndoRecord pending = step.look(List.of(change)).get(0).undo().orElseThrow();
            List<PendingChange<Change.Rekey, UndoRecord>> todos = List.of(new PendingChange<>(change, pending));
            assertEquals(List.of(new Outcome.Applied()), step.act(todos, NO_TASKS));
            step.settle();
        }
    }

    private static ToolException failure(RedisSettings settings) {
        return assertThrows(ToolException.class, () -> RedisConnection.open(settings));
    }

    private static RedisSettings with(RedisServer server, String user, String password, int database) {
        return new RedisSettings(
                server.host(),
                server.port(),
                user,
                password == null ? null : Secret.of(password),
                database,
                false,
                null);
    }

    private static RedisSettings tls(RedisServer server, Path authority) {
        return new RedisSettings(server.host(), server.port(), null, null, 0, true, authority);
    }
}
