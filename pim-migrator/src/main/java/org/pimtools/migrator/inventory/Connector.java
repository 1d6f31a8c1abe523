package org.pimtools.migrator.inventory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;

/** Reads one endpoint's inventory. It only ever reads. */
public interface Connector extends AutoCloseable {
    /**
     * Lists every VM of the endpoint, page by page.
     *
     * @throws EndpointException when the inventory could not be read to its end
     */
    void list(PageSink sink) throws EndpointException, InterruptedException;

    /**
     * What tells these VMs, which {@link #list} gave before, from their namesakes. What cannot be had of one is left out, a VM that is
     * gone too.
     *
     * @throws EndpointException when the endpoint does not answer any more
     */
    Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms) throws EndpointException, InterruptedException;

    /**
     * What answered, once {@link #list} has ended: the product with its version, as it names itself, or the version of the interface of
     * a public cloud; empty when it does not say.
     */
    String version();

    /** How the endpoint's entities of a kind other than {@link EntityKind#VM} are listed, or why they are not; sends nothing. */
    EntitySource entities(EntityKind kind);

    /**
     * Looks at the rules of the provider's own firewall that could name VMs by their addresses; none of a provider that has no such rules.
     *
     * @throws EndpointException when they cannot be looked at
     */
    default NetworkRules rules() throws EndpointException, InterruptedException {
        return NetworkRules.NONE;
    }

    @Override
    void close();

    /** Takes one page of an inventory. */
    interface PageSink {
        /** @throws EndpointException when the inventory is larger than what can be taken */
        void page(List<InventoryVm> vms) throws EndpointException;
    }
}
