package org.pimtools.migrator.provider.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.Endpoints;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.Libvirt;
import org.pimtools.testkit.server.LibvirtDaemon;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.SshServer;
import org.pimtools.testkit.server.Tools;

/** Logins by SSH and by TLS, to a real libvirtd behind a real sshd; each fault is one clear finding, after one try. */
@Tag("slow")
class LibvirtLoginTest {
    /** libvirt reads keys by GnuTLS, which does not take the JDK's form of EC keys. */
    private static final Certificates.KeyKind RSA = Certificates.KeyKind.RSA;

    private static final List<Libvirt.Domain> DOMAINS = IntStream.range(0, 100)
            .mapToObj(i -> new Libvirt.Domain(i == 50 ? "it's $(a) & b" : "ABQ_" + i, new UUID(i, 42).toString(), true))
            .toList();

    @RegisterExtension
    static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path keys;

    private static ServerCertificate authority;
    private static LibvirtDaemon daemon;
    private static SshServer sshd;
    private static String file;

    @BeforeAll
    static void aHost() {
        try {
            Tools.require(Libvirt.isInstalled(), "libvirt's client library is missing: install libvirt0");
            Tools.require("ssh");
            authority = Certificates.authority(RSA);
            daemon = SERVERS.add(LibvirtDaemon.startWithTls(Certificates.issued(RSA, authority, later()), authority));
            file = daemon.write(DOMAINS).toString();
            Path authorized = SshServer.makeKey(keys.resolve("user"));
            SshServer.makeKey(keys.resolve("other"));
            SshServer.makeKey(keys.resolve("locked"), "a passphrase");
            sshd = SERVERS.add(SshServer.startWith(authorized, daemon.sshSession()));
        } catch (Throwable t) {
            t.printStackTrace();
            throw t;
        }
    }

    @AfterEach
    void noKeyIsLeftInTheDirectoryForTemporaryFiles() throws IOException {
        String key = Files.readString(keys.resolve("user"));
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), PrivateFolder.PREFIX + "*")) {
            for (Path folder : folders) {
                Path left = folder.resolve("key");
                assertFalse(Files.isRegularFile(left) && Files.readString(left).equals(key), folder::toString);
            }
        }
    }

    @Test
    void domainsAreListedBySsh() throws Exception {
        EndpointInventory.Read read = assertRead(DOMAINS.size(), read(bySsh(key("user"), sshd.hostKey())));
        for (Libvirt.Domain domain : DOMAINS) {
            assertEquals(
                    List.of(new ProviderId(domain.uuid())), read.inventory().withName(domain.name()));
        }
    }

    @Test
    void aHostWithAnotherKeyIsNotLoggedInTo() throws Exception {
        EndpointInventory.Failed failed = once(
                FindingCode.CERTIFICATE_CHANGED,
                "the host shows another SSH host key than host-key of the endpoints file: SHA256:",
                bySsh(key("user"), publicKey("other")));
        assertEquals(null, failed.certificate());
    }

    @Test
    void aKeyThatTheHostDoesNotKnowIsARefusedLogin() throws Exception {
        once(FindingCode.LOGIN_REFUSED, "authorized_keys", bySsh(key("other"), sshd.hostKey()));
    }

    @Test
    void aKeyWithAPassphraseIsNotTried() throws Exception {
        EndpointInventory.Failed failed = assertFailed(
                FindingCode.NO_CREDENTIALS,
                "the key of key-file has a passphrase, and nobody is asked for one",
                read(bySsh(key("locked"), sshd.hostKey())));
        assertEquals(0, failed.calls());
    }

    @Test
    void aHostThatIsDownIsUnreachable() throws Exception {
        SshServer gone = SshServer.startWith(keys.resolve("user.pub"), daemon.sshSession());
        gone.close();
        assertFailed(
                FindingCode.UNREACHABLE,
                "ssh says: ssh: connect to host 127.0.0.1 port " + gone.port() + ": Connection refused",
                read(bySsh(gone.port(), key("user"), sshd.hostKey())));
    }

    @Test
    void aHostWithoutLibvirtIsTold() throws Exception {
        Path away = daemon.socket().resolveSibling("away");
        Files.move(daemon.socket(), away);
        try {
            once(
                    FindingCode.ENDPOINT_FAILED,
                    "no libvirt daemon answers on the host, or the user may not ask it",
                    bySsh(key("user"), sshd.hostKey()));
        } finally {
            Files.move(away, daemon.socket());
        }
        SshServer other = SERVERS.add(SshServer.startWith(keys.resolve("user.pub"), Path.of("/bin/true")));
        once(
                FindingCode.ENDPOINT_FAILED,
                "the host let us in, but no libvirt answers there",
                bySsh(other.port(), key("user"), other.hostKey()));
    }

    @Test
    void domainsAreListedByTlsWithAClientCertificate() throws Exception {
        ServerCertificate client = Certificates.issued(RSA, authority, later());
        assertRead(DOMAINS.size(), read(byTls(authority, client)));
    }

    @Test
    void aClientCertificateThatTheHostDoesNotAcceptIsARefusedLogin() throws Exception {
        ServerCertificate other = Certificates.authority(RSA);
        ServerCertificate stranger = Certificates.issued(RSA, other, later());
        once(
                FindingCode.LOGIN_REFUSED,
                "the host does not accept the client certificate",
                byTls(Map.of(
                        "ca-file", authority.certificatePem() + other.certificatePem(),
                        "certificate-file", stranger.certificatePem(),
                        "key-file", stranger.keyPem())));
        once(
                FindingCode.NO_CREDENTIALS,
                "Our own certificate certificate-file failed validation against ca-file",
                byTls(authority, stranger));
        once(
                FindingCode.LOGIN_REFUSED,
                "the host does not accept the client certificate, or there is none",
                byTls(Map.of("ca-file", authority.certificatePem())));
    }

    @Test
    void aHostOfAnUnknownAuthorityIsNotLoggedInTo() throws Exception {
        ServerCertificate other = Certificates.authority(RSA);
        once(
                FindingCode.CERTIFICATE_UNVERIFIED,
                "Failed to verify peer's certificate",
                byTls(other, Certificates.issued(RSA, other, later())));
    }

    @Test
    void aClientCertificateThatCannotBeUsedIsNotShown() throws Exception {
        ServerCertificate expired =
                Certificates.issued(RSA, authority, Instant.now().minus(Duration.ofDays(1)));
        EndpointInventory.Failed failed = assertFailed(
                FindingCode.NO_CREDENTIALS,
                "the certificate of certificate-file has expired",
                read(byTls(authority, expired)));
        assertEquals(0, failed.calls());
        ServerCertificate client = Certificates.issued(RSA, authority, later());
        ServerCertificate mixed = new ServerCertificate(
                client.certificate(),
                Certificates.issued(RSA, authority, later()).key());
        once(FindingCode.NO_CREDENTIALS, "key-file, certificate-file", byTls(authority, mixed));
    }

    @Test
    void whatIsMissingOrNotForTheTransportIsTold() throws Exception {
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "transport tls needs ca-file, certificate-file and key-file",
                read(byTls(Map.of("key-file", key("user")))));
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "transport tls has no host-key",
                read(byTls(Map.of("ca-file", authority.certificatePem(), "host-key", sshd.hostKey()))));
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "ca-file holds no certificate in PEM",
                read(byTls(Map.of("ca-file", "none"))));
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "host-key is no line of a public key file",
                read(bySsh(key("user"), "SHA256:abc")));
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "key-file holds no private key",
                read(bySsh(publicKey("user"), sshd.hostKey())));
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "the plan's sealed part has none",
                read(Endpoints.withoutSecret(endpoint(sshd.port(), "ssh", Map.of("user", "a")))));
        assertFailed(
                FindingCode.NO_CREDENTIALS,
                "transport tcp has no key-file",
                read(target(endpoint(daemon.port(), "tcp", Map.of()), Map.of("key-file", key("user")))));
    }

    /** Every fault but one of the way there is seen at once. */
    private static EndpointInventory.Failed once(FindingCode code, String detail, InventoryReader.Target target)
            throws InterruptedException {
        EndpointInventory.Failed failed = assertFailed(code, detail, read(target));
        assertEquals(1, failed.calls());
        assertFalse(failed.finding().detail().contains(PrivateFolder.PREFIX), failed::toString);
        return failed;
    }

    private static EndpointInventory read(InventoryReader.Target target) throws InterruptedException {
        return Endpoints.read(Endpoints.PATIENT, target);
    }

    private static InventoryReader.Target bySsh(String key, String hostKey) {
        return bySsh(sshd.port(), key, hostKey);
    }

    private static InventoryReader.Target bySsh(int port, String key, String hostKey) {
        return target(
                endpoint(port, "ssh", Map.of("user", System.getProperty("user.name"))),
                Map.of("key-file", key, "host-key", hostKey));
    }

    private static InventoryReader.Target byTls(ServerCertificate ca, ServerCertificate client) {
        return byTls(Map.of(
                "ca-file", ca.certificatePem(),
                "certificate-file", client.certificatePem(),
                "key-file", client.keyPem()));
    }

    private static InventoryReader.Target byTls(Map<String, String> parts) {
        return target(endpoint(daemon.tlsPort(), "tls", Map.of()), parts);
    }

    private static PlanLine.Endpoint endpoint(int port, String transport, Map<String, String> account) {
        return new PlanLine.Endpoint(
                1,
                ProviderKind.KVM,
                "127.0.0.1",
                port,
                new TreeMap<>(account),
                null,
                new TreeMap<>(Map.of("driver", "test", "path", file, "transport", transport)));
    }

    private static InventoryReader.Target target(PlanLine.Endpoint endpoint, Map<String, String> parts) {
        Map<String, Secret> secrets = parts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, part -> Secret.of(part.getValue())));
        return new InventoryReader.Target(endpoint, Optional.of(EndpointSecret.of(endpoint, secrets)), 1);
    }

    private static String key(String name) throws IOException {
        return Files.readString(keys.resolve(name));
    }

    private static String publicKey(String name) throws IOException {
        return key(name + ".pub");
    }

    private static Instant later() {
        return Instant.now().plus(Duration.ofDays(20));
    }
}
