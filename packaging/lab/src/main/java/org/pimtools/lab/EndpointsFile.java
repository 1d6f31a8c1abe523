package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.Place;

/**
 * The endpoints file as the operator of the rehearsal fills it in: a fingerprint for each vCenter, and for each KVM host the way
 * to libvirt, which here is libvirt's test driver; and the backup servers, which the database does not name.
 */
final class EndpointsFile {
    private EndpointsFile() {}

    static void fillIn(Platform platform, Path file) throws IOException {
        StringBuilder text = new StringBuilder("endpoints:\n");
        for (Endpoint endpoint : platform.world().endpoints()) {
            Place place = platform.world().place(endpoint);
            text.append("  - match: {type: %s, address: \"%s\"%s}\n"
                    .formatted(
                            endpoint.type().typeName(),
                            place.host(),
                            endpoint.type().vsphere() ? ", port: " + place.port() : ""));
            if (endpoint.type().vsphere()) {
                text.append("    pin: %s\n".formatted(platform.pin(endpoint)));
            } else {
                text.append("    options: {driver: test, transport: direct, path: \"%s\"}\n"
                        .formatted(platform.libvirtFile(endpoint)));
            }
        }
        text.append(platform.backups().entries());
        Files.writeString(file, text);
    }
}
