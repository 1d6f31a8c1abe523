package org.pimtools.migrator.endpoints;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;

/**
 * An endpoint as the endpoints file alone describes it, without the database.
 *
 * @param first the entry whose {@code match} names it
 * @param said what all entries say of it; of two that say the same thing the first one counts
 */
record FileEndpoint(EndpointOverride first, EndpointOverride said) {
    /** Of an entry that names a type, with what other entries say of it. */
    static FileEndpoint of(EndpointOverride entry, List<EndpointOverride> entries) {
        EndpointOverride named = named(entry);
        EndpointOverride said = entry;
        for (EndpointOverride other : entries) {
            if (other != entry && isMeantBy(other, named)) {
                said = said.and(other);
            }
        }
        return new FileEndpoint(entry, said.and(named));
    }

    /** What the entry's {@code match} says of where it is. */
    private static EndpointOverride named(EndpointOverride entry) {
        return new EndpointOverride(
                entry.place(),
                entry.match(),
                entry.match().address(),
                entry.match().port(),
                entry.match().account(),
                new TreeMap<>(),
                null,
                entry.options());
    }

    private static boolean isMeantBy(EndpointOverride other, EndpointOverride named) {
        EndpointOverride.Match match = other.match();
        return (match.type() == null || match.type() == named.match().type())
                && (match.address() == null
                        || named.address() != null && HostAddress.same(match.address(), named.address()))
                && (match.port() == null || match.port() == port(named))
                && match.machine() == null
                && named.account().entrySet().containsAll(match.account().entrySet());
    }

    private static int port(EndpointOverride said) {
        return said.port() == null ? said.match().type().usualPort(said.options()) : said.port();
    }

    /** Whether the other entry says something of it. */
    boolean isMeantBy(EndpointOverride other) {
        return isMeantBy(other, named(first));
    }

    ProviderKind kind() {
        return first.match().type();
    }

    /** As it is connected to; without an address when the file has none. */
    PlanLine.Endpoint endpoint(int no) {
        return new PlanLine.Endpoint(
                no, kind(), address().orElse(""), port(said), said.account(), said.pin(), said.options());
    }

    private Optional<String> address() {
        return Optional.ofNullable(said.address()).or(() -> kind().usualAddress(said.account()));
    }

    /** The login, bound to the endpoint; empty when none is needed. */
    Optional<EndpointSecret> login(PlanLine.Endpoint endpoint) {
        return kind().needsLogin(said.options()) || !said.secrets().isEmpty()
                ? Optional.of(EndpointSecret.of(endpoint, said.secrets()))
                : Optional.empty();
    }

    /** Why the file alone is not enough to log in; empty when it is. */
    Optional<String> lacks() {
        if (!kind().listsVms()) {
            return Optional.of("a backup server lists no VMs; a dry run logs in to it");
        }
        if (address().isEmpty()) {
            return Optional.of("the file does not say its address");
        }
        String missing = String.join(", ", missing());
        return missing.isEmpty() ? Optional.empty() : Optional.of("the file does not say its " + missing);
    }

    private List<String> missing() {
        Set<String> known = new HashSet<>(said.account().keySet());
        known.addAll(said.secrets().keySet());
        return kind().parts().stream()
                .filter(part -> kind().requires(part, said.options()) && !known.contains(part.name()))
                .map(LoginPart::name)
                .collect(Collectors.toList());
    }

    /** What makes two entries one endpoint. */
    Object identity() {
        return List.of(kind(), address().map(HostAddress::canonical).orElse(first.place()), port(said), said.account());
    }
}
