package org.pimtools.migrator.provider.azure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/**
 * The network security groups or the load balancers of a subscription, under their names and the names in their tags. A provider ID is
 * the resource's ID in lower case. Sources: the REST references "Network Security Groups - List All" and "Load Balancers - List All".
 */
final class NetworkResources implements EntityLister, ArmPage.Entry<List<InventoryVm>> {
    private static final String VERSION = "?api-version=2022-07-01";
    private static final String DELETING = "deleting";

    private final ArmLists lists;
    private final Subscription subscription;
    private final EntityKind kind;
    private final String type;
    private final String nameTag;
    private final VirtualMachines machines;

    private NetworkResources(
            ArmLists lists,
            Subscription subscription,
            EntityKind kind,
            String type,
            String nameTag,
            VirtualMachines machines) {
        this.lists = lists;
        this.subscription = subscription;
        this.kind = kind;
        this.type = type;
        this.nameTag = nameTag;
        this.machines = machines;
    }

    static NetworkResources securityGroups(
            ArmLists lists, Subscription subscription, String nameTag, VirtualMachines machines) {
        return new NetworkResources(
                lists, subscription, EntityKind.FIREWALL, "networkSecurityGroups", nameTag, machines);
    }

    static NetworkResources balancers(
            ArmLists lists, Subscription subscription, String nameTag, VirtualMachines machines) {
        return new NetworkResources(lists, subscription, EntityKind.LOAD_BALANCER, "loadBalancers", nameTag, machines);
    }

    @Override
    public void list(Connector.PageSink sink) throws EndpointException, InterruptedException {
        lists.pages(
                "Microsoft.Network/" + type + "/read",
                subscription.path() + "/providers/Microsoft.Network/" + type + VERSION,
                this,
                page -> sink.page(page.stream().flatMap(List::stream).toList()));
    }

    @Override
    public Optional<List<InventoryVm>> read(JsonAnswer answer) throws InvalidJson {
        Reading resource = new Reading(answer);
        answer.object(resource::member);
        if (resource.state.equals(DELETING)) {
            return Optional.empty();
        }
        if (!subscription.has(resource.id)
                || ProviderKind.AZURE.idFault(kind, resource.id).isPresent()) {
            throw new InvalidJson("a " + kind.noun() + " whose ID is none of this subscription");
        }
        ProviderId id = new ProviderId(resource.id);
        return Optional.of(
                resource.names.stream().map(name -> new InventoryVm(id, name)).toList());
    }

    private final class Reading {
        private final JsonAnswer answer;
        private final TreeSet<String> names = new TreeSet<>();
        private String id = "";
        private String state = "";

        Reading(JsonAnswer answer) {
            this.answer = answer;
        }

        void member(String member) throws InvalidJson {
            switch (member) {
                case "id" -> id = lower(answer.text());
                case "name" -> names.add(answer.text());
                case "tags" -> {
                    if (answer.atObject()) {
                        answer.object(this::tag);
                    }
                }
                case "properties" ->
                    answer.object(
                            property -> state = property.equals("provisioningState") ? lower(answer.text()) : state);
                default -> {
                    // of no use here
                }
            }
        }

        private void tag(String key) throws InvalidJson {
            if (key.equalsIgnoreCase(nameTag) && !answer.text().isBlank()) {
                names.add(answer.text());
            }
        }
    }

    /** The machines that belong to them by their network interfaces: two more lists of the whole subscription. */
    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> resources)
            throws EndpointException, InterruptedException {
        Map<String, List<String>> resourcesOf = new HashMap<>();
        Map<String, TreeSet<ProviderId>> members = new HashMap<>();
        resources.forEach(resource -> members.put(resource.value(), new TreeSet<>()));
        NetworkInterfaces cards = new NetworkInterfaces(subscription);
        lists.pages(
                NetworkInterfaces.RIGHT,
                cards.path(),
                cards,
                page -> page.forEach(card -> card.networks().stream()
                        .filter(members::containsKey)
                        .forEach(resource -> resourcesOf
                                .computeIfAbsent(card.machine(), machine -> new ArrayList<>())
                                .add(resource))));
        lists.pages(
                VirtualMachines.RIGHT,
                machines.path(),
                machines,
                page -> page.forEach(vm -> resourcesOf
                        .getOrDefault(VirtualMachines.resourceOf(vm.providerId()), List.of())
                        .forEach(resource -> members.get(resource).add(vm.providerId()))));
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        members.forEach((resource, vms) -> evidence.put(new ProviderId(resource), Evidence.ofMembers("", vms)));
        return evidence;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
