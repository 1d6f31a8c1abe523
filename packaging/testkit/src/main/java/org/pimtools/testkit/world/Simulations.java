package org.pimtools.testkit.world;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** Makes simulators hold what the world says that an endpoint lists. */
public final class Simulations {
    private Simulations() {}

    /** What a simulated vCenter or ESXi host must hold. */
    public static VsphereInventory vsphere(World world, Endpoint endpoint) {
        List<VsphereVm> vms = new ArrayList<>();
        world.forEachEntry(endpoint, entry -> vms.add(vsphere(entry)));
        return switch (endpoint.type()) {
            case VCENTER -> VsphereInventory.vCenter(world.instanceUuid(endpoint), vms);
            case ESXI -> VsphereInventory.esxi(world.instanceUuid(endpoint), vms);
            case KVM -> throw new IllegalArgumentException(endpoint + " does not speak vSphere");
        };
    }

    /**
     * Writes the file of libvirt's test driver ({@code test:///path}) for a KVM host. Source: libvirt, "Test driver",
     * with {@code test:runstate} of the domain XML.
     */
    public static void writeLibvirt(World world, Endpoint endpoint, Path file) {
        if (endpoint.type() != EndpointType.KVM) {
            throw new IllegalArgumentException(endpoint + " is not a KVM host");
        }
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("<node xmlns:test=\"http://libvirt.org/schemas/domain/test/1.0\">\n");
            world.forEachEntry(endpoint, entry -> writeDomain(out, entry));
            out.write("</node>\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VsphereVm vsphere(InventoryEntry entry) {
        int key = entry.key();
        String mac =
                String.format(Locale.ROOT, "00:50:56:%02x:%02x:%02x", key >> 16 & 0x3f, key >> 8 & 0xff, key & 0xff);
        String uuid = entry.uuid().toString();
        return new VsphereVm(
                entry.moRef(),
                vsphereName(entry.name()),
                uuid,
                uuid,
                entry.near().machine().hostAddress(),
                "datastore" + key % 3,
                mac,
                entry.near().state() == VmState.ON);
    }

    /** Source: vSphere API reference, {@code ManagedEntity.name}: percent sign, slash and backslash are written as escapes. */
    static String vsphereName(String name) {
        return name.replace("%", "%25").replace("/", "%2f").replace("\\", "%5c");
    }

    private static void writeDomain(Writer out, InventoryEntry entry) {
        try {
            out.write("<domain type=\"test\"><name>" + escape(entry.name()) + "</name><uuid>" + entry.uuid()
                    + "</uuid><memory>65536</memory><vcpu>1</vcpu><os><type>hvm</type></os><test:runstate>"
                    + runState(entry.near().state()) + "</test:runstate></domain>\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of libvirt's {@code virDomainState}: running, paused, shut off. */
    private static int runState(VmState state) {
        return switch (state) {
            case ON, UNKNOWN, LOCKED -> 1;
            case PAUSED -> 3;
            case OFF, CONFIGURED, NOT_ALLOCATED, ALLOCATED -> 5;
        };
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\t", "&#9;");
    }
}
