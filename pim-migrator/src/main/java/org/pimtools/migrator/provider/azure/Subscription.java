package org.pimtools.migrator.provider.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A subscription, by its UUID in any case. */
record Subscription(String id) {
    /** Where its resources are. */
    String path() {
        return "/subscriptions/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** Whether a resource is one of this subscription. @param resource its ID in lower case */
    boolean has(String resource) {
        return resource.startsWith("/subscriptions/" + id.toLowerCase(Locale.ROOT) + "/");
    }
}
