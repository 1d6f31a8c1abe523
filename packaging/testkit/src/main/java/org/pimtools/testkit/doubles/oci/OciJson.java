package org.pimtools.testkit.doubles.oci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What lists hold. Source: the vendor's API references of Core Services and Identity, version 20160918, and Load Balancing, version 20170115. */
final class OciJson {
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    private OciJson() {}

    static String compartment(String tenancy, String id, boolean deleted) {
        return object().put("compartmentId", tenancy)
                .put("id", id)
                .put("name", id.substring(id.length() - 6))
                .put("description", "one of the double")
                .put("timeCreated", TIME)
                .put("lifecycleState", deleted ? "DELETED" : "ACTIVE")
                .put("isAccessible", true)
                .toString();
    }

    static String instance(String compartment, OciInstance instance) {
        ObjectNode json = object();
        json.put("availabilityDomain", "Uocm:EU-FRANKFURT-1-AD-1")
                .put("compartmentId", compartment)
                .put("displayName", instance.name())
                .put("faultDomain", "FAULT-DOMAIN-1")
                .put("id", instance.id())
                .put("imageId", OciInstance.ocid("image", "eu-frankfurt-1", 1))
                .put("launchMode", "NATIVE")
                .put("lifecycleState", instance.state())
                .put("region", "eu-frankfurt-1")
                .put("shape", "VM.Standard.E4.Flex")
                .put("timeCreated", TIME);
        json.putObject("metadata").put("displayName", "not this one");
        json.putObject("definedTags").putObject("Oracle-Tags").put("CreatedBy", "somebody");
        ObjectNode tags = json.putObject("freeformTags");
        instance.tags().forEach(tags::put);
        json.putObject("sourceDetails").put("sourceType", "image").put("id", "not this one");
        return json.toString();
    }

    /** @param attached false for a card that was taken off */
    static String attachment(String compartment, String instance, String vnic, boolean attached) {
        return object().put("availabilityDomain", "Uocm:EU-FRANKFURT-1-AD-1")
                .put("compartmentId", compartment)
                .put("id", vnic.replaceFirst("vnic", "vnicattachment"))
                .put("instanceId", instance)
                .put("lifecycleState", attached ? "ATTACHED" : "DETACHED")
                .put("timeCreated", TIME)
                .put("vnicId", vnic)
                .toString();
    }

    static String vnic(String id, String mac) {
        return object().put("id", id)
                .put("lifecycleState", "AVAILABLE")
                .put("macAddress", mac)
                .put("privateIp", "10.0.0.3")
                .put("timeCreated", TIME)
                .toString();
    }

    /** A network security group or a load balancer, of each a part of what the reference has. */
    static String network(String compartment, OciNetworkResource resource) {
        ObjectNode json = object();
        json.put("compartmentId", compartment)
                .put("displayName", resource.name())
                .put("id", resource.id())
                .put("lifecycleState", resource.state())
                .put("timeCreated", TIME);
        json.putObject("definedTags");
        ObjectNode tags = json.putObject("freeformTags");
        resource.tags().forEach(tags::put);
        switch (resource.type()) {
            case SECURITY_GROUP -> json.put("vcnId", OciInstance.ocid("vcn", "eu-frankfurt-1", 1));
            case LOAD_BALANCER -> {
                json.put("shapeName", "flexible").put("isPrivate", false);
                json.putArray("ipAddresses").addObject().put("ipAddress", "192.0.2.7");
                json.putArray("subnetIds").add(OciInstance.ocid("subnet", "eu-frankfurt-1", 1));
                ObjectNode set = json.putObject("backendSets").putObject("a set");
                set.put("name", "a set").put("policy", "ROUND_ROBIN");
                set.putArray("backends").addObject().put("name", "10.0.0.3:80").put("ipAddress", "10.0.0.3");
            }
        }
        return json.toString();
    }

    /** A network card in a security group, and the instance that has it. */
    static String member(String instance) {
        return object().put("resourceId", instance)
                .put("timeAssociated", TIME)
                .put("vnicId", instance.replaceFirst("instance", "vnic") + "-0")
                .toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
