package org.pimtools.testkit.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.amazon.Ec2State;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.Libvirt;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** Makes simulators hold what an endpoint lists. */
public final class Simulations {
    /** Under which key clouds with tags have the name. */
    static final String NAME_TAG = "Name";

    private Simulations() {}

    /** What a simulated vCenter or ESXi host must hold. */
    public static VsphereInventory vsphere(Listing world, Endpoint endpoint) {
        List<VsphereVm> vms = new ArrayList<>();
        world.forEachEntry(endpoint, entry -> vms.add(vsphere(entry)));
        return switch (endpoint.type()) {
            case VCENTER -> VsphereInventory.vCenter(world.serverUuid(endpoint), vms);
            case ESXI -> VsphereInventory.esxi(world.serverUuid(endpoint), vms);
            case AMAZON, AZURE, GOOGLE, VCLOUD, OCI, HYPERV, KVM ->
                throw new IllegalArgumentException(endpoint + " does not speak vSphere");
        };
    }

    /** What a region of Amazon EC2 must hold. */
    public static List<Ec2Instance> amazon(Listing world, Endpoint endpoint) {
        List<Ec2Instance> instances = new ArrayList<>();
        world.forEachEntry(endpoint, entry -> {
            Ec2Instance instance = new Ec2Instance(
                    Ec2Instance.id(entry.key()),
                    runs(entry) ? Ec2State.RUNNING : Ec2State.STOPPED,
                    Map.of(NAME_TAG, entry.name()),
                    List.of(entry.mac()));
            instances.add(firewall(world, entry)
                    .map(id -> instance.groups(Ec2Group.id((int) (long) id)))
                    .orElse(instance));
        });
        return instances;
    }

    /** The firewall that this machine belongs to: it does when it is the VM's own. */
    private static Optional<Long> firewall(Listing world, InventoryEntry entry) {
        return entry.key() == World.key(entry.near().index()) ? world.firewall(entry.near()) : Optional.empty();
    }

    /** What a subscription of Azure must hold: the names are in tags. */
    public static List<AzureVm> azure(Listing world, Endpoint endpoint) {
        return made(world, endpoint, entry -> {
            AzureVm machine = AzureVm.of(entry.key(), "vm-" + entry.key()).tags(Map.of(NAME_TAG, entry.name()));
            return firewall(world, entry)
                    .map(id -> machine.networks(Policies.azureFirewall(id)))
                    .orElse(machine);
        });
    }

    /** What a project of Google must hold: the names are in the metadata. */
    public static List<GoogleInstance> google(Listing world, Endpoint endpoint) {
        return made(
                world,
                endpoint,
                entry -> GoogleInstance.of(entry.key(), "vm-" + entry.key())
                        .status(runs(entry) ? "RUNNING" : "TERMINATED")
                        .metadata(Map.of("name", entry.name())));
    }

    /** What an organisation of vCloud must hold. */
    public static List<VcdVm> vcloud(Listing world, Endpoint endpoint) {
        return made(world, endpoint, entry -> VcdVm.of(entry.key(), entry.name()));
    }

    /** What a tenancy of OCI must hold. */
    public static List<OciInstance> oci(Listing world, Endpoint endpoint) {
        return made(
                world,
                endpoint,
                entry -> OciInstance.of(entry.key(), entry.name()).state(runs(entry) ? "RUNNING" : "STOPPED"));
    }

    /** What a host of Hyper-V must hold. */
    public static List<HypervVm> hyperv(Listing world, Endpoint endpoint) {
        return made(world, endpoint, entry -> HypervVm.of(entry.key(), entry.name()));
    }

    private static <T> List<T> made(Listing world, Endpoint endpoint, Function<InventoryEntry, T> making) {
        List<T> made = new ArrayList<>();
        world.forEachEntry(endpoint, entry -> made.add(making.apply(entry)));
        return made;
    }

    /** Writes the file of libvirt's test driver for a KVM host. */
    public static void writeLibvirt(Listing world, Endpoint endpoint, Path file) {
        if (endpoint.type() != EndpointType.KVM) {
            throw new IllegalArgumentException(endpoint + " is not a KVM host");
        }
        List<Libvirt.Domain> domains = new ArrayList<>();
        world.forEachEntry(
                endpoint,
                entry -> domains.add(new Libvirt.Domain(
                        entry.name(),
                        entry.uuid().toString(),
                        runs(entry),
                        entry.mac(),
                        "/var/lib/" + datastore(entry.key()) + "/" + entry.key() + ".qcow2")));
        Libvirt.write(file, domains);
    }

    /** The name of the datastore that the machine with this key lies on. */
    static String datastore(int key) {
        return "datastore" + key % 3;
    }

    /** Under which number the database has the datastore. */
    static long datastoreId(String name) {
        return 1 + Long.parseLong(name.substring("datastore".length()));
    }

    private static VsphereVm vsphere(InventoryEntry entry) {
        String uuid = entry.uuid().toString();
        return new VsphereVm(
                entry.moRef(),
                vsphereName(entry.name()),
                uuid,
                uuid,
                entry.machine().hostAddress(),
                datastore(entry.key()),
                entry.mac(),
                runs(entry));
    }

    /** Source: vSphere API reference, {@code ManagedEntity.name}: percent sign, slash and backslash are written as escapes. */
    static String vsphereName(String name) {
        return name.replace("%", "%25").replace("/", "%2f").replace("\\", "%5c");
    }

    private static boolean runs(InventoryEntry entry) {
        return entry.near().state() == VmState.ON;
    }
}
