package org.pimtools.migrator.provider.oci;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The paths of what is asked for. Source: Oracle's API references of Core Services and of Identity, version 20160918, and of Load
 * Balancing, version 20170115.
 */
final class Listing {
    static final String API_VERSION = "20160918";

    private static final String VERSION = "/" + API_VERSION + "/";
    private static final String BALANCING = "/20170115/";
    /** The most that a page can have. */
    private static final int PAGE_SIZE = 1000;

    private Listing() {}

    /** All compartments below the tenancy's own, also those that the user may not look into. */
    static String compartments(String tenancy, Optional<String> page) {
        return VERSION + "compartments?compartmentId=" + encoded(tenancy)
                + "&compartmentIdInSubtree=true&accessLevel=ANY&lifecycleState=ACTIVE" + paged(page);
    }

    /** The oldest first, so that new ones come behind what was read. */
    static String instances(String compartment, Optional<String> page) {
        return VERSION + "instances?compartmentId=" + encoded(compartment) + "&sortBy=TIMECREATED&sortOrder=ASC"
                + paged(page);
    }

    static String securityGroups(String compartment, Optional<String> page) {
        return VERSION + "networkSecurityGroups?compartmentId=" + encoded(compartment)
                + "&sortBy=TIMECREATED&sortOrder=ASC" + paged(page);
    }

    /** The network cards in a network security group. */
    static String membersOf(String group, Optional<String> page) {
        return VERSION + "networkSecurityGroups/" + encoded(group) + "/vnics?sortBy=TIMEASSOCIATED" + paged(page);
    }

    static String balancers(String compartment, Optional<String> page) {
        return BALANCING + "loadBalancers?compartmentId=" + encoded(compartment) + "&sortBy=TIMECREATED&sortOrder=ASC"
                + paged(page);
    }

    static String instance(String id) {
        return VERSION + "instances/" + encoded(id);
    }

    static String vnicAttachments(String compartment, String instance, Optional<String> page) {
        return VERSION + "vnicAttachments?compartmentId=" + encoded(compartment) + "&instanceId=" + encoded(instance)
                + paged(page);
    }

    static String vnic(String id) {
        return VERSION + "vnics/" + encoded(id);
    }

    private static String paged(Optional<String> page) {
        return "&limit=" + PAGE_SIZE
                + page.map(token -> "&page=" + encoded(token)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
