package org.pimtools.migrator.provider.vcloud;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pimtools.migrator.remote.Origin;

/** The query that lists VMs. Source: the vendor's API programming guide, "Using the Query Service" and "Query Parameters". */
final class VmQuery {
    /** The most that a page can have. */
    static final int PAGE_SIZE = 128;

    private static final String NO_TEMPLATE = "isVAppTemplate==false";

    private final Origin origin;
    private final String query;

    /**
     * Without an order of its own, since the default one is documented: by the ID in vCloud's database.
     *
     * @param ofAll of all organisations, which the provider's administrators may ask for
     * @param metadata the key of the metadata that is asked for besides
     */
    VmQuery(Origin origin, boolean ofAll, Optional<String> metadata) {
        this.origin = origin;
        this.query = "/api/query?type=" + (ofAll ? "adminVM" : "vm") + "&format=idrecords&pageSize=" + PAGE_SIZE
                + metadata.map(key -> "&fields=name,isVAppTemplate,isDeleted,metadata:" + encoded(key))
                        .orElse("");
    }

    /** @param number from 1 */
    URI page(int number) {
        return origin.at(query + "&filter=" + NO_TEMPLATE + "&page=" + number);
    }

    /** The VMs that have this address. */
    URI withAddress(String address) {
        return origin.at(query + "&filter=" + NO_TEMPLATE + ";ipAddress==" + encoded(address) + "&page=1");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
