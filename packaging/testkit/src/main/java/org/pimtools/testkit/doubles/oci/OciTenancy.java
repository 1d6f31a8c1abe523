package org.pimtools.testkit.doubles.oci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenancy with its one user, and what it has in one region.
 *
 * @param id its OCID, which is that of its own compartment, too
 * @param compartments the instances by the compartment's OCID, its own first
 * @param deleted compartments that are not active any more, and still listed
 * @param networks network security groups and load balancers by the compartment's OCID
 */
public record OciTenancy(
        String id,
        String user,
        OciKey key,
        Map<String, List<OciInstance>> compartments,
        List<String> deleted,
        Map<String, List<OciNetworkResource>> networks) {
    public OciTenancy {
        compartments = new LinkedHashMap<>(compartments);
        deleted = List.copyOf(deleted);
        networks = new LinkedHashMap<>(networks);
    }

    /** With nothing but instances. */
    public OciTenancy(
            String id, String user, OciKey key, Map<String, List<OciInstance>> compartments, List<String> deleted) {
        this(id, user, key, compartments, deleted, Map.of());
    }

    /** The same with these besides the instances of a compartment. */
    public OciTenancy with(String compartment, List<OciNetworkResource> resources) {
        Map<String, List<OciNetworkResource>> more = new LinkedHashMap<>(networks);
        more.put(compartment, List.copyOf(resources));
        return new OciTenancy(id, user, key, compartments, deleted, more);
    }

    List<OciNetworkResource> networks(String compartment, OciNetworkResource.Type type) {
        return networks.getOrDefault(compartment, List.of()).stream()
                .filter(each -> each.type() == type)
                .toList();
    }

    /**
     * One whose OCIDs follow from the number.
     *
     * @param own the instances of its own compartment
     * @param below those of the compartments below it, see {@link #compartment}
     */
    @SafeVarargs
    public static OciTenancy numbered(int number, List<OciInstance> own, List<OciInstance>... below) {
        String id = OciInstance.ocid("tenancy", "", number);
        Map<String, List<OciInstance>> compartments = new LinkedHashMap<>();
        compartments.put(id, own);
        for (int i = 0; i < below.length; i++) {
            compartments.put(compartment(number, i + 1), below[i]);
        }
        return new OciTenancy(
                id,
                OciInstance.ocid("user", "", number),
                OciKey.generate(),
                compartments,
                List.of(compartment(number, 999)));
    }

    /** The OCID of a compartment below a tenancy. @param index from 1 */
    public static String compartment(int tenancy, int index) {
        return OciInstance.ocid("compartment", "", 1000 * tenancy + index);
    }

    public String keyId() {
        return id + "/" + user + "/" + key.fingerprint();
    }

    List<String> below() {
        List<String> below = new ArrayList<>(compartments.keySet());
        below.remove(id);
        return below;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "OciTenancy[" + id + "]";
    }
}
