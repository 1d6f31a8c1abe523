package org.pimtools.testkit.server;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What a simulated vCenter or ESXi host holds; names may occur twice.
 *
 * @param serverUuid {@code about.instanceUuid} of a vCenter; {@code hardware.systemInfo.uuid} of a host, which has no instance UUID
 */
public record VsphereInventory(String serverUuid, Kind kind, List<VsphereVm> vms) {
    /** What answers: {@code about.apiType}. */
    public enum Kind {
        VCENTER("VirtualCenter", "VMware vCenter Server", "vpx"),
        ESXI("HostAgent", "VMware ESXi", "embeddedEsx");

        private final String apiType;
        private final String product;
        private final String productLine;

        Kind(String apiType, String product, String productLine) {
            this.apiType = apiType;
            this.product = product;
            this.productLine = productLine;
        }

        public String apiType() {
            return apiType;
        }

        String product() {
            return product;
        }

        String productLine() {
            return productLine;
        }
    }

    public VsphereInventory {
        Objects.requireNonNull(serverUuid);
        Objects.requireNonNull(kind);
        vms = List.copyOf(vms);
    }

    public static VsphereInventory vCenter(String serverUuid, List<VsphereVm> vms) {
        return new VsphereInventory(serverUuid, Kind.VCENTER, vms);
    }

    public static VsphereInventory esxi(String serverUuid, List<VsphereVm> vms) {
        return new VsphereInventory(serverUuid, Kind.ESXI, vms);
    }

    /** A vCenter of a random instance UUID with the machines {@code vm-1} to {@code vm-<count>}, named {@code vm 1} and so on. */
    public static VsphereInventory numbered(int count) {
        return vCenter(
                UUID.randomUUID().toString(),
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> VsphereVm.of(number, "vm " + number))
                        .toList());
    }
}
