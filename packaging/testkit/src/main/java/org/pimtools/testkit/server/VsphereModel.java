package org.pimtools.testkit.server;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The managed objects of an inventory with their properties as XML. Names of types, properties and well-known ids are those
 * of the vSphere Web Services API reference.
 */
public final class VsphereModel {
    /** A managed object reference. */
    public record Ref(String type, String id) {
        String element(String name) {
            return "<%s type=\"%s\">%s</%s>".formatted(name, type, Xml.escape(id), name);
        }
    }

    /**
     * One object.
     *
     * @param properties by path; the value is a whole {@code val} element
     */
    public record ManagedObject(Ref ref, Map<String, String> properties) {}

    private static final Map<String, String> VCENTER_FOLDERS =
            Map.of("vm", "group-v3", "host", "group-h4", "datastore", "group-s5", "network", "group-n6");

    private static final String TIMESTAMP = "<timestamp>2026-01-01T00:00:00Z</timestamp>";

    private final VsphereInventory inventory;
    private final List<ManagedObject> objects = new ArrayList<>();
    private final boolean vCenter;
    private final List<String> hostNames;
    private final List<String> datastoreNames;

    private VsphereModel(VsphereInventory inventory) {
        this.inventory = inventory;
        this.vCenter = inventory.kind() == VsphereInventory.Kind.VCENTER;
        this.hostNames = vCenter || !inventory.vms().isEmpty() ? distinct(VsphereVm::host) : List.of("esx.example");
        this.datastoreNames = distinct(VsphereVm::datastore);
        addServices();
        addContainers();
    }

    public static VsphereModel of(VsphereInventory inventory) {
        return new VsphereModel(inventory);
    }

    /** All objects, the service instance first; virtual machines are made anew whenever they are asked for, so that a million fit. */
    public List<ManagedObject> objects() {
        return new AbstractList<>() {
            @Override
            public ManagedObject get(int index) {
                return index < objects.size()
                        ? objects.get(index)
                        : vm(inventory.vms().get(index - objects.size()));
            }

            @Override
            public int size() {
                return objects.size() + inventory.vms().size();
            }
        };
    }

    /** The references of all {@link #objects}, in their order. */
    public List<Ref> refs() {
        return Stream.concat(
                        objects.stream().map(ManagedObject::ref),
                        inventory.vms().stream().map(VsphereModel::ref))
                .toList();
    }

    public Ref rootFolder() {
        return new Ref("Folder", vCenter ? "group-d1" : "ha-folder-root");
    }

    public Ref propertyCollector() {
        return new Ref("PropertyCollector", vCenter ? "propertyCollector" : "ha-property-collector");
    }

    public Ref sessionManager() {
        return new Ref("SessionManager", vCenter ? "SessionManager" : "ha-sessionmgr");
    }

    public Ref viewManager() {
        return new Ref("ViewManager", "ViewManager");
    }

    /** What is inside of the answer to RetrieveServiceContent. */
    public String serviceContent() {
        return rootFolder().element("rootFolder")
                + propertyCollector().element("propertyCollector")
                + viewManager().element("viewManager")
                + about()
                + services().entrySet().stream()
                        .map(service -> service.getValue().element(service.getKey()))
                        .collect(Collectors.joining());
    }

    private String about() {
        VsphereInventory.Kind kind = inventory.kind();
        return "<about><name>%s</name><fullName>%s 6.5.0 build-5973321</fullName><vendor>VMware, Inc.</vendor>"
                        .formatted(kind.product(), kind.product())
                + "<version>6.5.0</version><build>5973321</build><osType>linux-x64</osType>"
                + "<productLineId>%s</productLineId><apiType>%s</apiType><apiVersion>6.5</apiVersion>"
                        .formatted(kind.productLine(), kind.apiType())
                + (vCenter ? "<instanceUuid>%s</instanceUuid>".formatted(Xml.escape(inventory.serverUuid())) : "")
                + "</about>";
    }

    /** The other managers, in the order of the schema. */
    private Map<String, Ref> services() {
        Map<String, Ref> services = new LinkedHashMap<>();
        services.put("setting", new Ref("OptionManager", vCenter ? "VpxSettings" : "HostAgentSettings"));
        services.put("sessionManager", sessionManager());
        services.put(
                "authorizationManager",
                new Ref("AuthorizationManager", vCenter ? "AuthorizationManager" : "ha-authmgr"));
        services.put("eventManager", new Ref("EventManager", vCenter ? "EventManager" : "ha-eventmgr"));
        services.put("taskManager", new Ref("TaskManager", vCenter ? "TaskManager" : "ha-taskmgr"));
        services.put("searchIndex", new Ref("SearchIndex", vCenter ? "SearchIndex" : "ha-searchindex"));
        return services;
    }

    private void addServices() {
        objects.add(new ManagedObject(
                new Ref("ServiceInstance", "ServiceInstance"),
                Map.of("content", "<val xsi:type=\"ServiceContent\">" + serviceContent() + "</val>")));
        objects.add(new ManagedObject(propertyCollector(), Map.of()));
        objects.add(new ManagedObject(viewManager(), Map.of()));
        services().values().forEach(service -> objects.add(new ManagedObject(service, Map.of())));
    }

    private void addContainers() {
        Ref datacenter = new Ref("Datacenter", vCenter ? "datacenter-2" : "ha-datacenter");
        Ref computers = folder("host");
        Ref computer =
                vCenter ? new Ref("ClusterComputeResource", "domain-c7") : new Ref("ComputeResource", "ha-compute-res");
        Ref pool = new Ref("ResourcePool", vCenter ? "resgroup-8" : "ha-root-pool");
        List<Ref> hosts = hostNames.stream().map(this::host).distinct().toList();
        List<Ref> datastores = datastoreNames.stream().map(this::datastore).toList();
        List<Ref> vms = inventory.vms().stream().map(VsphereModel::ref).toList();

        add(
                rootFolder(),
                named(
                        vCenter ? "Datacenters" : "ha-folder-root",
                        null,
                        references("childEntity", List.of(datacenter))));
        add(
                datacenter,
                named(
                        vCenter ? "Datacenter" : "ha-datacenter",
                        rootFolder(),
                        reference("vmFolder", folder("vm")),
                        reference("hostFolder", computers),
                        reference("datastoreFolder", folder("datastore")),
                        reference("networkFolder", folder("network"))));
        add(folder("vm"), named("vm", datacenter, references("childEntity", vms)));
        add(computers, named("host", datacenter, references("childEntity", List.of(computer))));
        add(folder("datastore"), named("datastore", datacenter, references("childEntity", datastores)));
        add(folder("network"), named("network", datacenter));
        add(
                computer,
                named(
                        vCenter ? "cluster" : "host",
                        computers,
                        references("host", hosts),
                        reference("resourcePool", pool),
                        references("datastore", datastores)));
        add(pool, named("Resources", computer, reference("owner", computer)));
        addHosts(computer);
        datastoreNames.forEach(name -> add(
                datastore(name),
                named(
                        name,
                        folder("datastore"),
                        Map.entry(
                                "info",
                                "<val xsi:type=\"VmfsDatastoreInfo\"><name>%s</name><url>/vmfs/volumes/%s</url><freeSpace>1</freeSpace></val>"
                                        .formatted(
                                                Xml.escape(name),
                                                datastore(name).id())))));
    }

    /** An ESXi host is one host, whatever names its machines give it. */
    private void addHosts(Ref computer) {
        hostNames.stream()
                .limit(vCenter ? hostNames.size() : 1)
                .forEach(name ->
                        add(host(name), vCenter ? named(name, computer) : named(name, computer, hardwareUuid())));
    }

    private Map.Entry<String, String> hardwareUuid() {
        return string("hardware.systemInfo.uuid", inventory.serverUuid());
    }

    private ManagedObject vm(VsphereVm vm) {
        Map<String, String> properties = named(
                vm.name(),
                folder("vm"),
                string("summary.config.name", vm.name()),
                string("summary.guest.guestId", "otherGuest"),
                Map.entry("layout", "<val xsi:type=\"VirtualMachineFileLayout\"/>"),
                Map.entry("layoutEx", "<val xsi:type=\"VirtualMachineFileLayoutEx\">" + TIMESTAMP + "</val>"),
                Map.entry("storage", "<val xsi:type=\"VirtualMachineStorageInfo\">" + TIMESTAMP + "</val>"),
                Map.entry(
                        "runtime.powerState",
                        "<val xsi:type=\"VirtualMachinePowerState\">%s</val>"
                                .formatted(vm.poweredOn() ? "poweredOn" : "poweredOff")),
                reference("runtime.host", host(vm.host())),
                references("datastore", List.of(datastore(vm.datastore()))));
        if (vm.biosUuid() != null) {
            properties.putAll(Map.ofEntries(
                    string("config.name", vm.name()),
                    string("config.uuid", vm.biosUuid()),
                    string("config.instanceUuid", vm.instanceUuid()),
                    string("summary.config.uuid", vm.biosUuid()),
                    string("summary.config.instanceUuid", vm.instanceUuid()),
                    string(
                            "config.files.vmPathName",
                            "[" + vm.datastore() + "] " + vm.moRef() + "/" + vm.moRef() + ".vmx"),
                    Map.entry("config.template", "<val xsi:type=\"xsd:boolean\">false</val>"),
                    Map.entry(
                            "config.hardware.device",
                            "<val xsi:type=\"ArrayOfVirtualDevice\"><VirtualDevice xsi:type=\"VirtualVmxnet3\"><key>4000</key><addressType>assigned</addressType><macAddress>%s</macAddress></VirtualDevice></val>"
                                    .formatted(Xml.escape(vm.macAddress())))));
        }
        return new ManagedObject(ref(vm), properties);
    }

    private void add(Ref ref, Map<String, String> properties) {
        objects.add(new ManagedObject(ref, properties));
    }

    private static Ref ref(VsphereVm vm) {
        return new Ref("VirtualMachine", vm.moRef());
    }

    private Ref folder(String kind) {
        return new Ref("Folder", vCenter ? VCENTER_FOLDERS.get(kind) : "ha-folder-" + kind);
    }

    private Ref host(String name) {
        return new Ref("HostSystem", vCenter ? "host-" + (10 + hostNames.indexOf(name)) : "ha-host");
    }

    private Ref datastore(String name) {
        return new Ref("Datastore", "datastore-" + (10 + datastoreNames.indexOf(name)));
    }

    private List<String> distinct(Function<VsphereVm, String> name) {
        return inventory.vms().stream().map(name).distinct().toList();
    }

    @SafeVarargs
    private static Map<String, String> named(String name, Ref parent, Map.Entry<String, String>... properties) {
        Map<String, String> all = new LinkedHashMap<>();
        Map.Entry<String, String> first = string("name", name);
        all.put(first.getKey(), first.getValue());
        if (parent != null) {
            all.put("parent", reference("parent", parent).getValue());
        }
        for (Map.Entry<String, String> property : properties) {
            all.put(property.getKey(), property.getValue());
        }
        return all;
    }

    private static Map.Entry<String, String> string(String path, String value) {
        return Map.entry(path, "<val xsi:type=\"xsd:string\">" + Xml.escape(value) + "</val>");
    }

    private static Map.Entry<String, String> reference(String path, Ref ref) {
        return Map.entry(
                path,
                "<val type=\"%s\" xsi:type=\"ManagedObjectReference\">%s</val>"
                        .formatted(ref.type(), Xml.escape(ref.id())));
    }

    private static Map.Entry<String, String> references(String path, List<Ref> refs) {
        return Map.entry(
                path,
                refs.stream()
                        .map(ref ->
                                "<ManagedObjectReference type=\"%s\" xsi:type=\"ManagedObjectReference\">%s</ManagedObjectReference>"
                                        .formatted(ref.type(), Xml.escape(ref.id())))
                        .collect(Collectors.joining("", "<val xsi:type=\"ArrayOfManagedObjectReference\">", "</val>")));
    }
}
