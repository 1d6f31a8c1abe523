package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.Place;

/**
 * The endpoints file as the operator of the rehearsal fills it in: a fingerprint for each vCenter, the login for each cloud, for each
 * KVM host the way to libvirt, which here is libvirt's test driver; and the backup servers, which the database does not name.
 */
final class EndpointsFile {
    private EndpointsFile() {}

    static void fillIn(Platform platform, Path file) throws IOException {
        StringBuilder text = new StringBuilder("endpoints:\n");
        for (Endpoint endpoint : platform.world().endpoints()) {
            text.append("  - match: {type: ").append(endpoint.type().typeName()).append(", ");
            text.append(entry(platform, endpoint));
        }
        text.append(platform.backups().entries());
        Files.writeString(file, text);
        // it holds passwords
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Behind the type. */
    private static String entry(Platform platform, Endpoint endpoint) {
        Place place = platform.world().place(endpoint);
        return switch (endpoint.type()) {
            case VCENTER, ESXI -> """
                address: "%s", port: %d}
                    pin: %s
                """.formatted(place.host(), place.port(), platform.pin(endpoint));
            case AMAZON, AZURE, GOOGLE, VCLOUD, OCI, HYPERV -> platform.clouds().entry(endpoint);
            case KVM -> """
                address: "%s"}
                    options: {driver: test, transport: direct, path: "%s"}
                """.formatted(place.host(), platform.libvirtFile(endpoint));
        };
    }
}
