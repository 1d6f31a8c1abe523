package org.pimtools.migrator.provider.amazon;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One reading action of a service that is asked by Amazon's Query API, as a form. Sources: the API references of EC2 (version
 * 2016-11-15) and of Elastic Load Balancing (versions 2012-06-01 and 2015-12-01).
 *
 * @param action its name; the answer's first element begins with it
 * @param version of the service
 * @param tokenParameter in which the next page's token is sent
 * @param pageSize how many it lists on a page at most; 0 for an action without pages
 * @param form all that is sent but the token
 */
record Query(String action, String version, String tokenParameter, int pageSize, String form) {
    static final String EC2_VERSION = "2016-11-15";

    private static final int EC2_PAGE = 1000;
    private static final int BALANCER_PAGE = 400;

    /** An action of EC2. */
    static Query ec2(String action) {
        return of(action, EC2_VERSION, "NextToken", EC2_PAGE).with("MaxResults", EC2_PAGE);
    }

    /** An action of Elastic Load Balancing as it was before 2015: of Classic Load Balancers. */
    static Query classic(String action) {
        return of(action, "2012-06-01", "Marker", BALANCER_PAGE).with("PageSize", BALANCER_PAGE);
    }

    /** An action of Elastic Load Balancing of today: of application, network and gateway balancers. */
    static Query balancing(String action) {
        return of(action, "2015-12-01", "Marker", BALANCER_PAGE).with("PageSize", BALANCER_PAGE);
    }

    /** An action of Elastic Load Balancing that answers all at once. */
    static Query balancingAtOnce(String action) {
        return of(action, "2015-12-01", "Marker", 0);
    }

    private static Query of(String action, String version, String tokenParameter, int pageSize) {
        return new Query(action, version, tokenParameter, pageSize, "Action=" + action + "&Version=" + version);
    }

    /** With one parameter more. */
    Query with(String name, Object value) {
        return new Query(
                action,
                version,
                tokenParameter,
                pageSize,
                form + "&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    /**
     * Only what has one of these values: a filter, since an ID that is gone would fail a request that names it otherwise.
     *
     * @param values at most {@link #MOST_VALUES}
     */
    Query filtered(String filter, List<String> values) {
        Query filtered = with("Filter.1.Name", filter);
        for (int i = 0; i < values.size(); i++) {
            filtered = filtered.with("Filter.1.Value." + (i + 1), values.get(i));
        }
        return filtered;
    }

    /** The most values that a filter can have. */
    static final int MOST_VALUES = 200;

    /** The page that the token leads to. */
    Query from(String token) {
        return with(tokenParameter, token);
    }
}
