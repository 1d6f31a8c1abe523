package org.pimtools.migrator.provider.libvirt;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;

/** The files of a login by TLS, under the names that libvirt's client expects in a folder of certificates. */
record TlsFiles(PrivateFolder folder) implements Material {
    @Override
    public SortedMap<String, String> parameters() {
        return new TreeMap<>(Map.of("pkipath", folder.path().toString()));
    }

    /** With the parts' names in place of those of files that are gone by then. What is wrong of our own was not shown. */
    @Override
    public EndpointException explained(EndpointException seen) {
        String place = folder.path() + "/";
        boolean ours = seen.getMessage().contains(place + "client");
        String message = seen.getMessage()
                .replace(place + "cacert.pem", "ca-file")
                .replace(place + "clientcert.pem", "certificate-file")
                .replace(place + "clientkey.pem", "key-file");
        return new EndpointException(
                ours ? FindingCode.NO_CREDENTIALS : seen.code(), message, !ours && seen.transientFault(), seen);
    }

    @Override
    public void close() {
        folder.close();
    }
}
