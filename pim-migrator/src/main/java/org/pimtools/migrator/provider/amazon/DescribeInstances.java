package org.pimtools.migrator.provider.amazon;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pimtools.migrator.remote.Request;

/** The one action that is asked for. Source: the API reference of EC2, version 2016-11-15. */
final class DescribeInstances {
    /** The most that a page can have. */
    static final int PAGE_SIZE = 1000;
    /** The most values that a filter can have. */
    static final int MOST_IDS = 200;

    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final String ACTION = "Action=DescribeInstances&Version=2016-11-15&MaxResults=" + PAGE_SIZE;

    private DescribeInstances() {}

    /** A page of all instances. @param token of the page; empty for the first one */
    static Request page(URI endpoint, Optional<String> token) {
        return request(endpoint, ACTION, token);
    }

    /**
     * A page of some instances; a filter, since an ID that is gone would fail a request that names it otherwise.
     *
     * @param ids at most {@link #MOST_IDS}
     */
    static Request page(URI endpoint, List<String> ids, Optional<String> token) {
        StringBuilder form = new StringBuilder(ACTION).append("&Filter.1.Name=instance-id");
        for (int i = 0; i < ids.size(); i++) {
            form.append("&Filter.1.Value.").append(i + 1).append('=').append(encoded(ids.get(i)));
        }
        return request(endpoint, form.toString(), token);
    }

    private static Request request(URI endpoint, String form, Optional<String> token) {
        String whole = form + token.map(text -> "&NextToken=" + encoded(text)).orElse("");
        return Request.post(endpoint, FORM, whole).repeatable();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
