package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.RedisSentinel;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;

/** A real Sentinel and its master that speak TLS only, each with a password of its own. */
@Tag("slow")
class SentinelsTest {
    private static final String NAME = "vsm";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private Path certificate;
    private RedisServer master;
    private RedisSentinel sentinel;

    @BeforeEach
    void start() throws IOException {
        certificate = Certificates.valid(Certificates.KeyKind.EC).writePem(folder, "server");
        Path key = folder.resolve("server.key");
        master = servers.add(RedisServer.start(
                "--tls-cert-file", certificate.toString(),
                "--tls-key-file", key.toString(),
                "--tls-ca-cert-file", certificate.toString(),
                "--tls-auth-clients", "no",
                "--requirepass", "of the master"));
        sentinel = servers.add(RedisSentinel.secured(NAME, master, 1, """
                tls-cert-file %1$s
                tls-key-file %2$s
                tls-ca-cert-file %1$s
                tls-auth-clients no
                requirepass "of the sentinel"
                sentinel auth-pass vsm "of the master"
                """.formatted(certificate, key)));
    }

    @Test
    void theMasterIsFoundByTlsAndEachGetsItsOwnPassword() {
        RedisSettings found = sentinels("of the sentinel", certificate).find();
        assertEquals(master.port(), found.port());
        try (RedisConnection connection = RedisConnection.open(found)) {
            assertEquals(new Recognition.Known(Layout.EMPTY), Recogniser.recognise(connection));
        }
    }

    @Test
    void aPasswordThatTheSentinelRefusesIsNamedAndNotShown() {
        ToolException refused = failure(sentinels("of the master", certificate));
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
        assertTrue(refused.getMessage().contains("WRONGPASS"), refused.getMessage());
        assertTrue(refused.hint().contains("--redis-sentinel-password-file"), refused.hint());
        assertFalse((refused.getMessage() + refused.hint()).contains("of the master"), refused.getMessage());
    }

    @Test
    void aCertificateThatIsNotTrustedIsTheReasonThatIsShown() throws IOException {
        Path other = Certificates.valid(Certificates.KeyKind.EC).writePem(folder, "other");
        ToolException unverified = failure(sentinels("of the sentinel", other));
        assertEquals(ExitCode.UNREACHABLE, unverified.exitCode());
        assertTrue(unverified.getMessage().contains("(TLS: "), unverified::getMessage);
        ToolException inClear = failure(new Sentinels(
                List.of(new RedisSettings(sentinel.host(), sentinel.port(), null, null, 0, false, null)),
                NAME,
                login(certificate)));
        assertEquals(ExitCode.UNREACHABLE, inClear.exitCode());
        assertTrue(inClear.hint().contains("--redis-tls"), inClear.hint());
    }

    private Sentinels sentinels(String password, Path authority) {
        return new Sentinels(
                List.of(new RedisSettings(
                        sentinel.host(), sentinel.port(), null, Secret.of(password), 0, true, authority)),
                NAME,
                login(authority));
    }

    private RedisSettings login(Path authority) {
        return new RedisSettings("127.0.0.1", 1, null, Secret.of("of the master"), 0, true, authority);
    }

    private static ToolException failure(Sentinels sentinels) {
        return assertThrows(ToolException.class, sentinels::find);
    }
}
