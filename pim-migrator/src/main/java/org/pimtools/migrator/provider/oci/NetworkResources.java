package org.pimtools.migrator.provider.oci;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.InvalidJson;

/**
 * The network security groups or the load balancers of all compartments, under their display names and the names in their tags. A
 * provider ID is the OCID.
 */
final class NetworkResources implements EntityLister {
    private static final String STATE = "lifecycleState";
    private static final Set<String> GONE = Set.of("TERMINATED", "TERMINATING", "DELETED", "DELETING");

    private final OciLists lists;
    private final EntityKind kind;
    private final String right;
    private final OciLists.AskingOf asking;
    private final List<String> names;

    private NetworkResources(
            OciLists lists, EntityKind kind, String right, OciLists.AskingOf asking, Optional<String> nameTag) {
        this.lists = lists;
        this.kind = kind;
        this.right = right;
        this.asking = asking;
        this.names = Stream.concat(Stream.of("displayName"), nameTag.map(tag -> "freeformTags/" + tag).stream())
                .toList();
    }

    static NetworkResources securityGroups(OciLists lists, Optional<String> nameTag) {
        return new NetworkResources(
                lists, EntityKind.FIREWALL, "read network-security-groups", Listing::securityGroups, nameTag);
    }

    static NetworkResources balancers(OciLists lists, Optional<String> nameTag) {
        return new NetworkResources(
                lists, EntityKind.LOAD_BALANCER, "read load-balancers", Listing::balancers, nameTag);
    }

    @Override
    public void list(Connector.PageSink sink) throws EndpointException, InterruptedException {
        List<String> wanted =
                Stream.concat(Stream.of("id", STATE), names.stream()).toList();
        lists.ofAllCompartments(
                right,
                asking,
                answer -> Page.read(answer, wanted, this::entity),
                page -> sink.page(page.stream().flatMap(List::stream).toList()));
    }

    private Optional<List<InventoryVm>> entity(Map<String, String> texts) throws InvalidJson {
        if (GONE.contains(texts.getOrDefault(STATE, ""))) {
            return Optional.empty();
        }
        String id = texts.getOrDefault("id", "");
        if (ProviderKind.OCI.idFault(kind, id).isPresent()) {
            throw new InvalidJson("a " + kind.noun() + " without a valid OCID");
        }
        return Optional.of(names.stream()
                .map(texts::get)
                .filter(name -> name != null && !name.isBlank())
                .distinct()
                .map(name -> new InventoryVm(new ProviderId(id), name))
                .toList());
    }

    /** The instances of a group's network cards, by one list for each group. Members of load balancers are addresses: none. */
    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> resources)
            throws EndpointException, InterruptedException {
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        if (kind == EntityKind.FIREWALL) {
            for (ProviderId group : resources) {
                Set<ProviderId> members = new TreeSet<>();
                OciLists.pages(
                        lists.core("read network-security-groups"),
                        "",
                        token -> Listing.membersOf(group.value(), token),
                        answer -> Page.read(
                                answer,
                                List.of("resourceId"),
                                texts -> Optional.ofNullable(texts.get("resourceId"))
                                        .filter(id ->
                                                ProviderKind.OCI.idFault(id).isEmpty())),
                        page -> members.addAll(
                                page.stream().map(ProviderId::new).collect(Collectors.toSet())));
                evidence.put(group, Evidence.ofMembers("", new TreeSet<>(members)));
            }
        }
        return evidence;
    }
}
