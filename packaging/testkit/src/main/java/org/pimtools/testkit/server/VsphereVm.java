package org.pimtools.testkit.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A virtual machine of a simulated vCenter or ESXi host.
 *
 * @param moRef the managed object id, such as {@code vm-1001}
 * @param biosUuid {@code config.uuid}; null, like the instance UUID, for a machine whose configuration the server cannot read
 * @param instanceUuid {@code config.instanceUuid}
 * @param host the name of the host that it runs on
 * @param datastore the name of the datastore that it lies on
 * @param macAddress of its only network card, as {@code 00:50:56:xx:xx:xx}
 */
public record VsphereVm(
        String moRef,
        String name,
        String biosUuid,
        String instanceUuid,
        String host,
        String datastore,
        String macAddress,
        boolean poweredOn) {
    public VsphereVm {
        Objects.requireNonNull(moRef);
        Objects.requireNonNull(name);
        Objects.requireNonNull(host);
        Objects.requireNonNull(datastore);
        Objects.requireNonNull(macAddress);
        if ((biosUuid == null) != (instanceUuid == null)) {
            throw new IllegalArgumentException("either both UUIDs are known or none");
        }
    }

    /** A machine with the MoRef {@code vm-<number>} and all else made from the number (0 to 16,777,215). */
    public static VsphereVm of(int number, String name) {
        return new VsphereVm(
                "vm-" + number,
                name,
                UUID.nameUUIDFromBytes(("bios" + number).getBytes(StandardCharsets.US_ASCII))
                        .toString(),
                UUID.nameUUIDFromBytes(("instance" + number).getBytes(StandardCharsets.US_ASCII))
                        .toString(),
                "esx" + number % 4 + ".example",
                "datastore" + number % 2,
                String.format(
                        Locale.ROOT, "00:50:56:%02x:%02x:%02x", number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff),
                number % 3 != 0);
    }
}
