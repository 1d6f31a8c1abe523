package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.VsphereInventory;

class PinnedTlsTest {
    private final ServerCertificate valid = Certificates.valid(Certificates.KeyKind.EC);
    private final ServerCertificate expired = Certificates.expired(Certificates.KeyKind.EC);

    @ParameterizedTest
    @EnumSource(Certificates.KeyKind.class)
    void thePinnedCertificateIsBelievedUnderAnyName(Certificates.KeyKind kind) {
        ServerCertificate certificate = Certificates.valid(kind);
        assertDoesNotThrow(() -> shakeHands(certificate, "elsewhere.example", certificate.sha256(), null));
    }

    @Test
    void thePinnedCertificateIsBelievedPastItsDates() {
        assertDoesNotThrow(() -> shakeHands(expired, "localhost", expired.sha256(), null));
    }

    @Test
    void anotherCertificateThanThePinnedOneIsRefusedEvenWhenItIsTrusted() {
        CertificateRefused refused = refused(valid, "localhost", expired.sha256(), trusting(valid));
        assertEquals(RemoteException.Reason.CERTIFICATE_CHANGED, refused.reason());
        assertEquals("pinned sha-256 " + expired.sha256() + ", seen sha-256 " + valid.sha256(), refused.getMessage());
    }

    @Test
    void aTrustedCertificateNeedsNoPin() {
        assertDoesNotThrow(() -> shakeHands(valid, "localhost", null, trusting(valid)));
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() {
        CertificateRefused refused = refused(valid, "elsewhere.example", null, trusting(valid));
        assertEquals(RemoteException.Reason.CERTIFICATE_UNVERIFIED, refused.reason());
        assertTrue(refused.getMessage().startsWith("sha-256 " + valid.sha256() + ": "), refused::getMessage);
        assertTrue(refused.getMessage().contains("elsewhere.example"), refused::getMessage);
    }

    @Test
    void aTrustedCertificateThatHasExpiredIsRefused() {
        CertificateRefused refused = refused(expired, "localhost", null, trusting(expired));
        assertEquals(RemoteException.Reason.CERTIFICATE_UNVERIFIED, refused.reason());
        assertEquals("sha-256 " + expired.sha256() + ": it has expired", refused.getMessage());
    }

    @Test
    void anUnknownIssuerIsRefused() {
        CertificateRefused refused = refused(valid, "localhost", null, null);
        assertEquals("sha-256 " + valid.sha256() + ": its issuer is not in the Java trust store", refused.getMessage());
    }

    private static CertificateRefused refused(
            ServerCertificate certificate, String host, String pin, KeyStore trusted) {
        IOException failure = assertThrows(IOException.class, () -> shakeHands(certificate, host, pin, trusted));
        return CertificateRefused.in(failure).orElseThrow();
    }

    /** Connects to a server under the given name, and checks names as HTTPS clients do. */
    private static void shakeHands(ServerCertificate certificate, String host, String pin, KeyStore trusted)
            throws IOException {
        VsphereDouble.Options options =
                VsphereDouble.Options.of(VsphereInventory.numbered(0)).certificate(certificate);
        try (VsphereDouble server = VsphereDouble.start(options);
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
                SSLSocket socket = (SSLSocket) PinnedTls.context(pin, trusted)
                        .getSocketFactory()
                        .createSocket(plain, host, server.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }

    private static KeyStore trusting(ServerCertificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("server", certificate.certificate());
            return store;
        } catch (java.security.GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
