package org.pimtools.common.secret;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;

/**
 * The login of one endpoint, bound to where it may be sent: what was sealed for another address, port, account or certificate does
 * not {@linkplain #belongsTo belong} to it.
 *
 * @param account the parts that say who and where
 * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits, or null
 * @param parts the secret parts, by the names that {@link ProviderKind#parts} gives them
 */
public record EndpointSecret(
        int endpointNo,
        ProviderKind type,
        String address,
        int port,
        SortedMap<String, String> account,
        String pin,
        SortedMap<String, Secret> parts) {
    public EndpointSecret {
        account = Collections.unmodifiableSortedMap(new TreeMap<>(account));
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** The secrets of this endpoint and of no other. */
    public static EndpointSecret of(PlanLine.Endpoint endpoint, Map<String, Secret> parts) {
        return new EndpointSecret(
                endpoint.no(),
                endpoint.type(),
                endpoint.address(),
                endpoint.port(),
                endpoint.account(),
                endpoint.pin(),
                new TreeMap<>(parts));
    }

    /** Whether it was sealed for this very endpoint, so that it may be sent there. */
    public boolean belongsTo(PlanLine.Endpoint endpoint) {
        return endpointNo == endpoint.no()
                && type == endpoint.type()
                && address.equals(endpoint.address())
                && port == endpoint.port()
                && account.equals(endpoint.account())
                && Objects.equals(pin, endpoint.pin());
    }

    /**
     * A part of the account, for instance {@code user}.
     *
     * @throws IllegalArgumentException when it has no such part; what the kind requires is there
     */
    public String name(String part) {
        return required(account, part);
    }

    /**
     * A secret part, for instance {@code password}.
     *
     * @throws IllegalArgumentException when it has no such part; what the kind requires is there
     */
    public Secret part(String part) {
        return required(parts, part);
    }

    private static <V> V required(Map<String, V> values, String part) {
        V value = values.get(part);
        if (value == null) {
            throw new IllegalArgumentException("no part " + part);
        }
        return value;
    }
}
