package org.pimtools.migrator.provider.oci;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.ClientFactory;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Signer;

/**
 * Lists the instances that a tenancy has in one region of Oracle Cloud Infrastructure: in its own compartment and in all active
 * ones below it. A provider ID is the instance's OCID, the name its display name or the value of a free-form tag. Instances that
 * are terminated or about to be are left out. Firewalls are network security groups, load balancers those of Load Balancing.
 */
public final class OciConnector implements Connector {
    private static final String NAME_TAG = "name-tag";
    private static final String IDENTITY = "identity";
    /** What a policy has to allow. */
    private static final String INSTANCES = "read instances";

    private static final int MULTIPLE_CHOICES = 300;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final Set<String> GONE = Set.of("TERMINATED", "TERMINATING");
    /** The vendor's own address of the service for instances. */
    private static final Pattern CORE =
            Pattern.compile("iaas\\.([a-z0-9-]+)\\.(oraclecloud\\.com|oraclegovcloud\\.com)");

    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?");
    private static final int HTTPS = 443;

    private final OciLists lists;
    private final Optional<String> nameTag;
    private final String name;

    private OciConnector(OciLists lists, Optional<String> nameTag) {
        this.lists = lists;
        this.nameTag = nameTag;
        this.name = nameTag.map(tag -> "freeformTags/" + tag).orElse("displayName");
    }

    /**
     * Nothing is sent yet.
     *
     * @param core of the service for instances, the endpoint's own
     * @param others makes the one of the identity service
     * @param login with the parts that {@link ProviderKind#OCI} has
     * @param options of the endpoint
     * @throws EndpointException when the key cannot be used, or the identity service has no plain address
     */
    public static OciConnector open(
            RemoteClient core, ClientFactory others, EndpointSecret login, Map<String, String> options)
            throws EndpointException {
        Clock clock = Clock.systemUTC();
        String fingerprint = login.name("fingerprint");
        ApiKey key = ApiKey.read(login.part("key-file"), fingerprint);
        Signer signer = new RequestSignature(login.name("tenancy"), login.name("user"), fingerprint, key, clock);
        Origin origin = identity(core.origin(), login.name("region"), Optional.ofNullable(options.get(IDENTITY)));
        try {
            RemoteClient identity = origin.equals(core.origin()) ? core : others.to(origin);
            return new OciConnector(
                    new OciLists(core.signedBy(signer), identity.signedBy(signer), login.name("tenancy"), clock),
                    Optional.ofNullable(options.get(NAME_TAG)));
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    /** The option's, or the vendor's in the region and domain of the service for instances. */
    static Origin identity(Origin core, String region, Optional<String> option) throws EndpointException {
        try {
            if (option.isPresent()) {
                Matcher given = HOST_AND_PORT.matcher(option.get());
                if (!given.matches()) {
                    throw new IllegalArgumentException("no host");
                }
                int port = given.group(2) == null ? HTTPS : Integer.parseInt(given.group(2));
                return Origin.https(HostAddress.of(given.group(1)).orElseThrow(IllegalArgumentException::new), port);
            }
            Matcher usual = CORE.matcher(core.host().text());
            String host = usual.matches()
                    ? "identity." + usual.group(1) + ".oci." + usual.group(2)
                    : "identity." + region + ".oci.oraclecloud.com";
            return Origin.https(HostAddress.of(host).orElseThrow(IllegalArgumentException::new), HTTPS);
        } catch (IllegalArgumentException e) {
            throw new EndpointException(
                    FindingCode.INVALID_ADDRESS,
                    option.isPresent()
                            ? "the option identity is not a host, or host:port"
                            : "the region is not the name of one",
                    false,
                    null);
        }
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        lists.ofAllCompartments(
                INSTANCES,
                Listing::instances,
                answer -> Page.read(answer, List.of("id", "lifecycleState", name), this::vm),
                sink::page);
    }

    private Optional<InventoryVm> vm(Map<String, String> texts) throws InvalidJson {
        String id = texts.getOrDefault("id", "");
        if (ProviderKind.OCI.idFault(id).isPresent()) {
            throw new InvalidJson("an instance without a valid OCID");
        }
        return GONE.contains(texts.getOrDefault("lifecycleState", ""))
                ? Optional.empty()
                : Optional.of(new InventoryVm(new ProviderId(id), texts.getOrDefault(name, "")));
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        for (ProviderId vm : vms) {
            SortedSet<String> macs = macs(vm.value());
            if (!macs.isEmpty()) {
                evidence.put(vm, new Evidence("", new TreeSet<>(), macs));
            }
        }
        return evidence;
    }

    /** Empty when it is gone, or the user may not see it. */
    private SortedSet<String> macs(String instance) throws EndpointException, InterruptedException {
        SortedSet<String> macs = new TreeSet<>();
        Optional<String> compartment = text(Listing.instance(instance), "compartmentId");
        if (compartment.isEmpty()) {
            return macs;
        }
        List<String> vnics = new ArrayList<>();
        OciLists.pages(
                lists.core(INSTANCES).accepting(OciConnector::isOfOneThing),
                "",
                token -> Listing.vnicAttachments(compartment.get(), instance, token),
                answer -> answer.status() < MULTIPLE_CHOICES
                        ? Page.read(
                                answer,
                                List.of("vnicId", "lifecycleState"),
                                texts -> "ATTACHED".equals(texts.get("lifecycleState"))
                                        ? Optional.ofNullable(texts.get("vnicId"))
                                        : Optional.empty())
                        : new Page<String>(List.of(), 0, Optional.empty()),
                vnics::addAll);
        for (String vnic : vnics) {
            text(Listing.vnic(vnic), "macAddress").ifPresent(macs::add);
        }
        return macs;
    }

    /** What is read, and what says of one thing that it is gone or not to be seen. */
    private static boolean isOfOneThing(int status) {
        return status >= OK && status < MULTIPLE_CHOICES || status == NOT_FOUND || status == FORBIDDEN;
    }

    private Optional<String> text(String path, String member) throws EndpointException, InterruptedException {
        return OciLists.asked(
                lists.core(INSTANCES).accepting(OciConnector::isOfOneThing),
                "",
                path,
                answer -> answer.status() < MULTIPLE_CHOICES
                        ? Optional.ofNullable(Page.texts(new JsonAnswer(answer.body()), List.of(member))
                                .get(member))
                        : Optional.empty());
    }

    @Override
    public String version() {
        return "Core Services API " + Listing.API_VERSION;
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return switch (kind) {
            case VM -> throw new IllegalArgumentException("VMs are listed by themselves");
            case FIREWALL -> new EntitySource.Listed(NetworkResources.securityGroups(lists, nameTag));
            case LOAD_BALANCER -> new EntitySource.Listed(NetworkResources.balancers(lists, nameTag));
        };
    }

    /** Nothing is open: each request stands for itself. */
    @Override
    public void close() {}
}
