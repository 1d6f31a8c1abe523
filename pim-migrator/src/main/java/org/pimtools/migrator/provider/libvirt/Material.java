package org.pimtools.migrator.provider.libvirt;

import java.util.SortedMap;
import org.pimtools.migrator.inventory.EndpointException;

/** What a login put into files for libvirt's client, which needs it until the connection is open. */
interface Material extends AutoCloseable {
    /** What the URI has to say of it, not encoded. */
    SortedMap<String, String> parameters();

    /** What it means that no connection came about. */
    EndpointException explained(EndpointException seen);

    /** Removes the files. */
    @Override
    void close();
}
