package org.pimtools.testkit.world;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.amazon.ElbBalancer;
import org.pimtools.testkit.doubles.azure.AzureNetworkResource;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleNetworkResource;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciNetworkResource;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.world.Chance.Purpose;
import redis.clients.jedis.Jedis;

/**
 * A whole platform made from a seed, and the oracle that knows each VM's outcome. The same seed, size and traits make the
 * same world. VMs are made when they are asked for, so a world of a million takes no more memory than one of ten.
 */
public final class World implements Listing {
    private static final double STRANGERS = 0.05;
    private static final double LOCKED_PRESENT = 0.5;
    private static final double BACKED_UP = 0.02;

    private final Traits traits;
    private final Chance chance;
    private final Size size;
    private final List<Datacenter> datacenters;
    private final Cast cast;
    private final Replicas replicas;
    private final Operations operations;
    private final Map<Endpoint, Place> places = new ConcurrentHashMap<>();

    private World(long seed, Size size, Traits traits) {
        this.size = size;
        this.traits = traits;
        this.chance = new Chance(seed);
        this.datacenters = SiteBuilder.build(chance, size, traits.sites());
        this.cast = new Cast(chance, size, traits, datacenters);
        this.replicas = new Replicas(chance, datacenters);
        this.operations = new Operations(chance, this::present);
    }

    /** A world of {@link Traits#standard()}. */
    public static World of(long seed, Size size) {
        return of(seed, size, Traits.standard());
    }

    public static World of(long seed, Size size, Traits traits) {
        return new World(seed, size, traits);
    }

    public Size size() {
        return size;
    }

    public Traits traits() {
        return traits;
    }

    public List<Datacenter> datacenters() {
        return datacenters;
    }

    /** All endpoints of all datacenters. */
    public List<Endpoint> endpoints() {
        return datacenters.stream().flatMap(d -> d.endpoints().stream()).toList();
    }

    /** Where the endpoint answers, by default somewhere unreachable with a password of its own. */
    public Place place(Endpoint endpoint) {
        return places.computeIfAbsent(endpoint, this::defaultPlace);
    }

    /** Says where the endpoint answers; to be called before the world is seeded. */
    public void place(Endpoint endpoint, Place place) {
        places.put(endpoint, place);
    }

    /** @param index from 0 to {@code size().vms() - 1} */
    public Vm vm(int index) {
        Objects.checkIndex(index, size.vms());
        return cast.vm(index);
    }

    /** Gives all VMs in the order of {@code idVM}. */
    public void forEachVm(Consumer<? super Vm> action) {
        IntStream.range(0, size.vms()).mapToObj(cast::vm).forEach(action);
    }

    /** Gives a datacenter's VMs in the order of {@code idVM}. */
    public void forEachVm(int datacenter, Consumer<? super Vm> action) {
        IntStream.range(0, size.vmsOf(datacenter))
                .mapToObj(local -> cast.vm(local * size.datacenters() + datacenter))
                .forEach(action);
    }

    @Override
    public void forEachEntry(Endpoint endpoint, Consumer<? super InventoryEntry> action) {
        forEachVm(endpoint.datacenter(), vm -> {
            if (vm.machine() != null && vm.machine().endpoint().equals(endpoint)) {
                entries(vm, action);
            }
        });
    }

    @Override
    public String serverUuid(Endpoint endpoint) {
        return chance.uuid(Purpose.HARDWARE, -1000L * (endpoint.datacenter() + 1) - endpoint.ordinal())
                .toString();
    }

    /** What must become of the VM. */
    public Expected expected(Vm vm) {
        return switch (vm.story()) {
            case ORDINARY, REPLICATED, HOMONYM, LOOKALIKE, LOOKALIKE_OTHER -> new Expected.Resolved(providerId(vm));
            case NOT_DEPLOYED -> new Expected.NotDeployed();
            case MISSING -> new Expected.NotFound();
            case TWIN -> new Expected.Ambiguous();
            case CLAIMANT -> new Expected.Conflict(vm.idVm() + size.datacenters());
            case RIVAL -> new Expected.Conflict(vm.idVm() - size.datacenters());
            case LOCKED -> new Expected.Unsure(present(vm) ? Optional.of(providerId(vm)) : Optional.empty());
        };
    }

    /** The MAC addresses of the VM that the database knows, as somebody wrote them there. */
    public List<String> knownMacs(Vm vm) {
        return replicas.knownMacs(vm);
    }

    /** The name of the datastore that the VM lies on according to the database; empty when it is not on a host. */
    public Optional<String> datastore(Vm vm) {
        return vm.machine() == null ? Optional.empty() : Optional.of(Simulations.datastore(key(vm.index())));
    }

    /** The names of the datastores that the VM's disks lie on according to the database, its own first; none when it is not on a host. */
    public List<String> datastores(Vm vm) {
        return datastore(vm).stream()
                .flatMap(own -> Stream.concat(Stream.of(own), operations.secondDisk(vm).stream()))
                .toList();
    }

    /** Whether the database holds a copy of the VM that the platform made to reconfigure it: a row that is no VM. */
    public boolean hasTemporalCopy(Vm vm) {
        return operations.hasTemporalCopy(vm);
    }

    /** What the database remembers of the state that the VM had before its present one. */
    public Optional<VmState> previousState(Vm vm) {
        return operations.previousState(vm);
    }

    /** The firewalls and load balancers that an endpoint of a cloud lists, with what their rows must get; none of other endpoints. */
    public List<Policy> policies(Endpoint endpoint) {
        return new Policies(this, chance, endpoint).all();
    }

    /** The security groups that an endpoint of Amazon must hold. */
    public List<Ec2Group> groups(Endpoint endpoint) {
        return new Policies(this, chance, endpoint).groups();
    }

    /** The load balancers that an endpoint of Amazon must hold. */
    public List<ElbBalancer> balancers(Endpoint endpoint) {
        return new Policies(this, chance, endpoint).balancers();
    }

    /** The security groups and load balancers that a subscription of Azure must hold. */
    public List<AzureNetworkResource> azureNetworks(Endpoint endpoint) {
        return new Policies(this, chance, endpoint).azure();
    }

    /** The firewall rules and forwarding rules that a project of Google must hold. */
    public List<GoogleNetworkResource> googleNetworks(Endpoint endpoint) {
        return new Policies(this, chance, endpoint).google();
    }

    /** The security groups and load balancers that a tenancy of OCI must hold. */
    public List<OciNetworkResource> ociNetworks(Endpoint endpoint) {
        return new Policies(this, chance, endpoint).oci();
    }

    @Override
    public Optional<Long> firewall(Vm vm) {
        return WorldRows.firewall(this, chance, vm);
    }

    /** Whether a backup job protects the VM; it is called as the hypervisor calls the VM, so that a namesake has none. */
    public boolean backedUp(Vm vm) {
        return vm.state().deployed()
                && vm.story() != Story.HOMONYM
                && chance.happens(BACKED_UP, Purpose.BACKUP, vm.index());
    }

    /** Fills the database, in which {@link Kinton#create} has made the tables. */
    public void seed(Connection connection) throws SQLException {
        new WorldRows(this, chance).insert(connection);
    }

    /** Fills the Redis of a datacenter, which must be empty. */
    public void seedRedis(Jedis redis, int datacenter, RedisLayout layout) {
        new WorldKeys(this, chance, datacenter, layout).write(redis);
    }

    /** Gives the subscriptions in a datacenter's Redis, with what the VSM must find there before and after. */
    public void forEachSubscription(int datacenter, Consumer<? super Subscription> action) {
        forEachVm(datacenter, vm -> {
            if (subscribed(vm)) {
                action.accept(new Subscription(vm, redisId(vm), vm.machine().redisId(), expected(vm)));
            }
        });
    }

    /** Whether the VSM watches the VM: most of the deployed ones, and of two rows that claim one VM only the first. */
    boolean subscribed(Vm vm) {
        return switch (vm.story()) {
            case NOT_DEPLOYED, RIVAL -> false;
            case ORDINARY, MISSING, LOCKED -> chance.happens(0.97, Purpose.SUBSCRIBED, vm.index());
            case TWIN, REPLICATED, CLAIMANT, HOMONYM, LOOKALIKE, LOOKALIKE_OTHER -> true;
        };
    }

    /** The id of the VM in the Redis of its datacenter. */
    long redisId(Vm vm) {
        return vm.index() / size.datacenters() + 1L;
    }

    /** The same platform a day later. */
    public LaterWorld aDayLater() {
        return new LaterWorld(this, chance);
    }

    void entries(Vm vm, Consumer<? super InventoryEntry> action) {
        int index = vm.index();
        if (present(vm)) {
            action.accept(
                    new InventoryEntry(key(index), vm, vm.hypervisorName(), chance.uuid(Purpose.HARDWARE, index)));
        }
        if (vm.story() == Story.TWIN || vm.story() == Story.REPLICATED) {
            action.accept(replicas.of(vm));
        }
        if (vm.story() == Story.ORDINARY && chance.happens(STRANGERS, Purpose.STRANGER, index)) {
            String name = vm.captured() ? "stranger-" + index : vm.hypervisorName() + "_replica";
            action.accept(new InventoryEntry(key(index) + 2, vm, name, chance.uuid(Purpose.STRANGER, index)));
        }
    }

    private boolean present(Vm vm) {
        return switch (vm.story()) {
            case ORDINARY, TWIN, REPLICATED, CLAIMANT, HOMONYM, LOOKALIKE, LOOKALIKE_OTHER -> true;
            case NOT_DEPLOYED, MISSING, RIVAL -> false;
            case LOCKED -> chance.happens(LOCKED_PRESENT, Purpose.PRESENT, vm.index());
        };
    }

    /** The provider ID of the VM's own machine, if it is on one. */
    String providerId(Vm vm) {
        return providerId(
                vm.machine().endpoint(),
                key(vm.index()),
                chance.uuid(Purpose.HARDWARE, vm.index()).toString());
    }

    /** As the endpoint's type has it, of the machine with this key and UUID. */
    String providerId(Endpoint endpoint, int key, String uuid) {
        return switch (endpoint.type()) {
            case VCENTER, ESXI -> serverUuid(endpoint) + "#" + InventoryEntry.moRef(endpoint.type(), key);
            case AMAZON -> Ec2Instance.id(key);
            case AZURE -> AzureVm.of(key, "vm-" + key).providerId(endpoint.subscription());
            case GOOGLE -> GoogleInstance.id(key);
            case VCLOUD -> VcdVm.urn(key);
            case OCI -> OciInstance.id(key);
            case HYPERV -> HypervVm.guid(key);
            case KVM -> uuid;
        };
    }

    static int key(int index) {
        return index * 4;
    }

    private Place defaultPlace(Endpoint endpoint) {
        String host = "10.%d.0.%d".formatted(endpoint.datacenter() + 1, endpoint.ordinal() + 1);
        long secret = chance.bits(Purpose.DATACENTER, 1000L * (endpoint.datacenter() + 1) + endpoint.ordinal());
        return new Place(host, endpoint.type().defaultPort(), "platform", "secret-%016x".formatted(secret));
    }
}
