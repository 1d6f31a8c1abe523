package org.pimtools.common.endpoints;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.Secret;

/**
 * What the operator says about endpoints, which wins over the database. What is null or not in a map is left as the database has it.
 *
 * @param place names it in messages, for instance {@code entry 2}
 * @param account places and names of the login by part, for instance {@code user}
 * @param secrets of the login by part, for instance {@code password}
 * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits
 */
public record EndpointOverride(
        String place,
        Match match,
        String address,
        Integer port,
        SortedMap<String, String> account,
        SortedMap<String, Secret> secrets,
        String pin,
        SortedMap<String, String> options) {
    public EndpointOverride {
        account = Collections.unmodifiableSortedMap(new TreeMap<>(account));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** The same of the endpoints of one datacenter only. */
    public EndpointOverride in(long idDataCenter) {
        return new EndpointOverride(place, match.in(idDataCenter), address, port, account, secrets, pin, options);
    }

    /** Both together; where both say something, this one wins. */
    public EndpointOverride and(EndpointOverride other) {
        return new EndpointOverride(
                place,
                match,
                address == null ? other.address : address,
                port == null ? other.port : port,
                both(account, other.account),
                both(secrets, other.secrets),
                pin == null ? other.pin : pin,
                both(options, other.options));
    }

    private static <V> SortedMap<String, V> both(SortedMap<String, V> winning, SortedMap<String, V> other) {
        SortedMap<String, V> all = new TreeMap<>(other);
        all.putAll(winning);
        return all;
    }

    /** The keys of the endpoints file of which this entry says something. */
    public Set<String> said() {
        Map<String, Object> values = new TreeMap<>(options);
        values.putAll(account);
        values.putAll(secrets);
        values.put("address", address);
        values.put("port", port);
        values.put("pin", pin);
        values.values().removeIf(Objects::isNull);
        return values.keySet();
    }

    /** Whether it says something that belongs to one account only. */
    public boolean saysLogin() {
        return !account.isEmpty() || !secrets.isEmpty();
    }

    /**
     * Which endpoints are meant: those that agree in everything that is given.
     *
     * @param datacenter {@code idDataCenter}
     * @param account parts of the login that must be equal; empty for every account
     */
    public record Match(
            ProviderKind type,
            Long datacenter,
            String address,
            Integer port,
            Long machine,
            SortedMap<String, String> account) {
        public Match {
            account = Collections.unmodifiableSortedMap(new TreeMap<>(account));
        }

        private Match in(long idDataCenter) {
            return new Match(type, idDataCenter, address, port, machine, account);
        }

        /** Whether it says enough to add a backup server that the database does not have. */
        public boolean namesServer() {
            return type != null && !type.listsVms() && datacenter != null && address != null && machine == null;
        }
    }
}
