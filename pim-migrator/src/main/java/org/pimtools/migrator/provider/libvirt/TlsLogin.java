package org.pimtools.migrator.provider.libvirt;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * By TLS, with the plan's own CA and client certificate in place of libvirt's on this machine.
 *
 * @param ca the CA's certificate in PEM, by which the host is verified
 * @param client who we are; without it the host has to let anybody in
 */
record TlsLogin(String ca, Optional<Client> client) implements HostLogin {
    /**
     * A client certificate in PEM, and its key.
     *
     * @param key the private key in PEM
     */
    record Client(String certificate, Secret key) {}

    static TlsLogin of(Optional<Secret> ca, Optional<Secret> certificate, Optional<Secret> key)
            throws EndpointException {
        if (ca.isEmpty() || certificate.isPresent() != key.isPresent()) {
            throw HostLogin.unusable(
                    "transport tls needs ca-file, certificate-file and key-file, or ca-file alone, or none of them");
        }
        String authority = certificate("ca-file", ca.get());
        if (certificate.isEmpty()) {
            return new TlsLogin(authority, Optional.empty());
        }
        return new TlsLogin(
                authority,
                Optional.of(new Client(
                        certificate("certificate-file", certificate.get()), PrivateKeyText.usable(key.orElseThrow()))));
    }

    /** The text, when it begins with a certificate that is valid now. */
    private static String certificate(String part, Secret file) throws EndpointException {
        String text = file.reveal();
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            certificate.checkValidity();
            return text;
        } catch (CertificateExpiredException e) {
            throw HostLogin.unusable("the certificate of " + part + " has expired: " + e.getMessage());
        } catch (CertificateNotYetValidException e) {
            throw HostLogin.unusable("the certificate of " + part + " is not valid yet: " + e.getMessage());
        } catch (CertificateException e) {
            throw HostLogin.unusable(part + " holds no certificate in PEM");
        }
    }

    @Override
    public Material open() throws EndpointException {
        return PrivateFolder.filled(folder -> {
            folder.file("cacert.pem", ca);
            if (client.isPresent()) {
                folder.file("clientcert.pem", client.get().certificate());
                folder.file("clientkey.pem", client.get().key().reveal());
            }
            return new TlsFiles(folder);
        });
    }
}
