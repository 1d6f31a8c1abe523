package org.pimtools.migrator.provider.libvirt;

import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.migrator.inventory.EndpointException;

/** Nothing of the plan's: libvirt's own certificates on this machine, or the rights of a socket. */
record OwnLogin() implements HostLogin {
    private static final Material NOTHING = new Material() {
        @Override
        public SortedMap<String, String> parameters() {
            return new TreeMap<>();
        }

        @Override
        public EndpointException explained(EndpointException seen) {
            return seen;
        }

        @Override
        public void close() {
            // there are no files
        }
    };

    @Override
    public Material open() {
        return NOTHING;
    }
}
