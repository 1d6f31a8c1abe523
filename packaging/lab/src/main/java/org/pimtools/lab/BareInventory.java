package org.pimtools.lab;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.pimtools.testkit.server.VsphereClient;

/**
 * The bulk retrieval that anybody would write: log in, a view of all machines, their names in as few answers as the server gives, log out.
 * What a benchmark measures against. Arguments: URL, certificate, user, password, how many machines there are; it fails for another number.
 */
public final class BareInventory {
    private BareInventory() {}

    public static void main(String[] args) throws Exception {
        try (VsphereClient client =
                new VsphereClient(URI.create(args[0]), trusting(Path.of(args[1])), args[2], args[3])) {
            if (client.vmNames().size() != Integer.parseInt(args[4])) {
                throw new IllegalStateException("another number of machines");
            }
        }
        System.exit(0);
    }

    static SSLContext trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
