package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class CertificatesTest {
    @ParameterizedTest
    @EnumSource
    void aCertificateIsReadBackFromItsPem(Certificates.KeyKind kind) throws CertificateException {
        ServerCertificate made = Certificates.valid(kind);
        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(made.certificatePem().getBytes(StandardCharsets.US_ASCII)));
        assertEquals(made.certificate(), read);
        assertEquals(made.sha256(), Certificates.sha256(read));
        assertEquals(64, made.sha256().length());
        assertDoesNotThrow(() -> read.checkValidity());
        assertDoesNotThrow(() -> read.verify(read.getPublicKey()));
        assertFalse(made.toString().contains("PrivateKey"));
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredCertificateHasExpired(Certificates.KeyKind kind) {
        assertThrows(
                CertificateExpiredException.class,
                () -> Certificates.expired(kind).certificate().checkValidity());
    }
}
