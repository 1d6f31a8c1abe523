package org.pimtools.migrator.inventory;

import java.util.Collection;
import java.util.Map;

/** Lists the entities of one kind besides VMs that an endpoint has. It only ever reads. */
public interface EntityLister {
    /**
     * Lists all of them, page by page; one that is known by two names comes once under each.
     *
     * @throws EndpointException when they could not be read to their end; the endpoint's VMs are not concerned
     */
    void list(Connector.PageSink sink) throws EndpointException, InterruptedException;

    /**
     * What tells these, which {@link #list} gave before, from their namesakes: above all their {@linkplain Evidence#members member
     * VMs}. What cannot be had of one is left out.
     *
     * @throws EndpointException when the endpoint does not answer any more
     */
    Map<ProviderId, Evidence> evidence(Collection<ProviderId> entities) throws EndpointException, InterruptedException;
}
