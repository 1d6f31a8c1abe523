package org.pimtools.migrator.provider.vsphere;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.Evidence;

/** Asks for the host, the datastores and the MAC addresses of some VMs, and then for the names of those hosts and datastores. */
final class VsphereEvidence {
    static final String HOST = "runtime.host";
    static final String DATASTORES = "datastore";
    static final String DEVICES = "config.hardware.device";
    private static final String NAME = "name";
    /** A VM's devices are some 10 kB. */
    private static final int VMS_AT_ONCE = 50;

    private static final int NAMES_AT_ONCE = 500;

    private final Retrieval retrieval;

    /** Retrieves properties of objects that are named by their MoRefs. */
    interface Retrieval {
        /** @throws EndpointException caused by a {@link SoapFault} when the server answers one, as it does when one object is gone */
        List<PropertyObject> retrieve(String type, List<String> moRefs, List<String> properties)
                throws EndpointException, InterruptedException;
    }

    VsphereEvidence(Retrieval retrieval) {
        this.retrieval = retrieval;
    }

    /** By MoRef, without the VMs that are gone. */
    Map<String, Evidence> of(Collection<String> moRefs) throws EndpointException, InterruptedException {
        List<PropertyObject> vms =
                all("VirtualMachine", new ArrayList<>(moRefs), List.of(HOST, DATASTORES, DEVICES), VMS_AT_ONCE);
        Set<String> hosts = new HashSet<>();
        Set<String> datastores = new HashSet<>();
        for (PropertyObject vm : vms) {
            hosts.addAll(vm.texts(HOST));
            datastores.addAll(vm.texts(DATASTORES));
        }
        Map<String, String> hostNames = names("HostSystem", hosts);
        Map<String, String> datastoreNames = names("Datastore", datastores);
        Map<String, Evidence> evidence = new HashMap<>();
        for (PropertyObject vm : vms) {
            SortedSet<String> places = new TreeSet<>();
            for (String datastore : vm.texts(DATASTORES)) {
                if (datastoreNames.containsKey(datastore)) {
                    places.add(datastoreNames.get(datastore));
                }
            }
            evidence.put(
                    vm.moRef(),
                    new Evidence(hostNames.getOrDefault(vm.text(HOST), ""), places, new TreeSet<>(vm.texts(DEVICES))));
        }
        return evidence;
    }

    private Map<String, String> names(String type, Set<String> moRefs) throws EndpointException, InterruptedException {
        Map<String, String> names = new HashMap<>();
        for (PropertyObject object : all(type, new ArrayList<>(moRefs), List.of(NAME), NAMES_AT_ONCE)) {
            names.put(object.moRef(), PropertyPage.decoded(object.text(NAME)));
        }
        return names;
    }

    private List<PropertyObject> all(String type, List<String> moRefs, List<String> properties, int atOnce)
            throws EndpointException, InterruptedException {
        List<PropertyObject> objects = new ArrayList<>();
        for (int i = 0; i < moRefs.size(); i += atOnce) {
            objects.addAll(present(type, moRefs.subList(i, Math.min(i + atOnce, moRefs.size())), properties));
        }
        return objects;
    }

    /** One object that is gone fails the whole request, so the request is halved until it is alone. */
    private List<PropertyObject> present(String type, List<String> moRefs, List<String> properties)
            throws EndpointException, InterruptedException {
        try {
            return retrieval.retrieve(type, moRefs, properties);
        } catch (EndpointException e) {
            if (!(e.getCause() instanceof SoapFault fault) || fault.isOfSession()) {
                throw e;
            }
        }
        List<PropertyObject> objects = new ArrayList<>();
        if (moRefs.size() > 1) {
            int half = moRefs.size() / 2;
            objects.addAll(present(type, moRefs.subList(0, half), properties));
            objects.addAll(present(type, moRefs.subList(half, moRefs.size()), properties));
        }
        return objects;
    }
}
