package org.pimtools.migrator.inventory;

import java.util.List;

/** Reads one endpoint's inventory. It only ever reads. */
public interface Connector extends AutoCloseable {
    /**
     * Lists every VM of the endpoint, page by page.
     *
     * @throws EndpointException when the inventory could not be read to its end
     */
    void list(PageSink sink) throws EndpointException, InterruptedException;

    @Override
    void close();

    /** Takes one page of an inventory. */
    interface PageSink {
        /** @throws EndpointException when the inventory is larger than what can be taken */
        void page(List<InventoryVm> vms) throws EndpointException;
    }
}
