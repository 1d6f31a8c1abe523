package org.pimtools.migrator.provider.google;

import java.util.Collection;
import java.util.List;
import java.util.Map;
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
 * The firewall rules of a project, or its load balancers: forwarding rules and backend services, both by their names. A provider ID is
 * the resource's number. Source: the reference of the Compute Engine API v1.
 */
final class NetworkResources implements EntityLister {
    private final ComputeLists lists;
    private final List<ComputeLists.Kind> kinds;

    private NetworkResources(ComputeLists lists, List<ComputeLists.Kind> kinds) {
        this.lists = lists;
        this.kinds = kinds;
    }

    static NetworkResources firewalls(ComputeLists lists) {
        return new NetworkResources(
                lists, List.of(ComputeLists.Kind.global("firewalls", new Named(EntityKind.FIREWALL))));
    }

    static NetworkResources balancers(ComputeLists lists) {
        Named balancer = new Named(EntityKind.LOAD_BALANCER);
        return new NetworkResources(
                lists,
                List.of(
                        ComputeLists.Kind.aggregated("forwardingRules", balancer),
                        ComputeLists.Kind.aggregated("backendServices", balancer)));
    }

    @Override
    public void list(Connector.PageSink sink) throws EndpointException, InterruptedException {
        for (ComputeLists.Kind kind : kinds) {
            lists.pages(kind, sink);
        }
    }

    /** There is none: which instances are behind a rule or a service follows from networks, tags and groups, which are not read. */
    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> resources) {
        return Map.of();
    }

    /** Reads the number and the name of a resource. */
    record Named(EntityKind kind) implements ListPage.Item {
        @Override
        public String fields() {
            return "id,name";
        }

        @Override
        public InventoryVm read(JsonAnswer answer) throws InvalidJson {
            String[] texts = {"", ""};
            answer.object(member -> {
                if (member.equals("id")) {
                    texts[0] = answer.text();
                } else if (member.equals("name")) {
                    texts[1] = answer.text();
                }
            });
            if (ProviderKind.GOOGLE.idFault(kind, texts[0]).isPresent()) {
                throw new InvalidJson("a " + kind.noun() + " without a valid ID");
            }
            return new InventoryVm(new ProviderId(texts[0]), texts[1]);
        }
    }
}
