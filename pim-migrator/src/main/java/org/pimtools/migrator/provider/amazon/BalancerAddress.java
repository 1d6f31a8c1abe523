package org.pimtools.migrator.provider.amazon;

import java.net.URI;
import java.util.Optional;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.RemoteException;

/**
 * Where Elastic Load Balancing of an endpoint's region is. Amazon calls it {@code elasticloadbalancing.REGION…} where EC2 is
 * {@code ec2.REGION…}; for an address of another form, as inside a network of one's own, the endpoint has an option.
 */
public final class BalancerAddress {
    private static final String OPTION = "elb-address";
    private static final String EC2 = "ec2.";
    private static final String BALANCERS = "elasticloadbalancing.";

    private BalancerAddress() {}

    /**
     * Empty when neither the option nor the endpoint's own address says it.
     *
     * @throws EndpointException when the option is no {@code HOST} and no {@code HOST:PORT}
     */
    public static Optional<Origin> of(PlanLine.Endpoint endpoint) throws EndpointException {
        String option = endpoint.options().get(OPTION);
        if (option != null) {
            return Optional.of(given(option));
        }
        return Optional.of(endpoint.address())
                .filter(address -> address.startsWith(EC2))
                .flatMap(address -> HostAddress.of(BALANCERS + address.substring(EC2.length())))
                .map(host -> Origin.https(host, endpoint.port()));
    }

    private static Origin given(String option) throws EndpointException {
        try {
            URI uri = URI.create("https://" + option);
            if (uri.getRawAuthority() != null && uri.getRawAuthority().equals(option)) {
                return Origin.of(uri);
            }
        } catch (IllegalArgumentException | RemoteException e) {
            throw invalid(e);
        }
        throw invalid(null);
    }

    private static EndpointException invalid(Exception cause) {
        return new EndpointException(
                FindingCode.INVALID_ADDRESS, "the option " + OPTION + " is neither HOST nor HOST:PORT", false, cause);
    }
}
