package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.Secret;

/**
 * The endpoint that lists a machine's VMs, or a backup server, as the database names it or as entries of the endpoints file
 * changed that; nothing in it is validated.
 *
 * @param datacenter {@code idDataCenter}, or null for a machine that is in none
 * @param machine {@code hypervisor.id}, or 0 for a backup server
 * @param address may be null
 * @param givenPort null for the kind's usual one
 * @param account the places and names of the login by their parts, as far as they are known
 * @param secrets what is known of the login's secrets, by part
 * @param encrypted whether the database has a password that only the platform can use
 * @param pin see {@link EndpointOverride#pin}
 */
public record FoundEndpoint(
        ProviderKind kind,
        Long datacenter,
        long machine,
        String address,
        Integer givenPort,
        SortedMap<String, String> account,
        SortedMap<String, Secret> secrets,
        boolean encrypted,
        String pin,
        SortedMap<String, String> options) {
    /** Behind an address that fills its column in the database, so that its end may be missing. */
    static final String CUT = "…";

    private static final int LAST_PORT = 65_535;

    public FoundEndpoint {
        account = Collections.unmodifiableSortedMap(new TreeMap<>(account));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** One of which the database has no encrypted password. */
    public FoundEndpoint(
            ProviderKind kind,
            Long datacenter,
            long machine,
            String address,
            Integer givenPort,
            SortedMap<String, String> account,
            SortedMap<String, Secret> secrets,
            String pin,
            SortedMap<String, String> options) {
        this(kind, datacenter, machine, address, givenPort, account, secrets, false, pin, options);
    }

    /** The endpoints of the machines whose kind has a connector, one a machine. */
    public static List<FoundEndpoint> of(List<HypervisorRow> machines) {
        return machines.stream()
                .flatMap(row -> kind(row).filter(ProviderKind::hasConnector).map(kind -> of(kind, row)).stream())
                .toList();
    }

    /** The kind of provider that the row names; empty when there is no such kind. */
    static Optional<ProviderKind> kind(HypervisorRow row) {
        return ProviderKind.of(row.type() == null ? "" : row.type());
    }

    /** Where and as whom to log in according to the row. */
    static FoundEndpoint of(ProviderKind kind, HypervisorRow row) {
        return switch (kind.origin()) {
            case MACHINE -> of(kind, row, row.host());
            case MANAGER -> of(kind, row, row.manager());
            case MACHINE_ADDRESS ->
                of(kind, row, new HypervisorRow.Access(row.host().address(), null, null, null));
            case PUBLIC_CLOUD -> {
                PublicAddress address = PublicAddress.of(row.cloud().endpoint());
                yield of(
                        kind,
                        row,
                        new HypervisorRow.Access(
                                address.host(), address.port(), row.cloud().access(), null));
            }
            case ELSEWHERE -> of(kind, row, new HypervisorRow.Access(null, null, null, null));
        };
    }

    private static FoundEndpoint of(ProviderKind kind, HypervisorRow row, HypervisorRow.Access access) {
        SortedMap<String, String> account = new TreeMap<>();
        SortedMap<String, Secret> secrets = new TreeMap<>();
        kind.part("region")
                .filter(part -> row.cloud().region() != null)
                .ifPresent(part -> account.put(part.name(), row.cloud().region()));
        kind.first(LoginPart.Nature.NAME)
                .filter(part -> access.user() != null)
                .ifPresent(part -> account.put(part.name(), access.user()));
        kind.first(LoginPart.Nature.SECRET)
                .filter(part -> access.password() != null)
                .ifPresent(part -> secrets.put(part.name(), access.password()));
        String address = access.address() == null ? kind.usualAddress(account).orElse(null) : access.address();
        if (access.cut()) {
            // no host has this name, and the operator sees what is wrong with it
            address += CUT;
        }
        Integer port = access.port() == null || kind.isOfPlatform(access.port()) ? null : access.port();
        return new FoundEndpoint(
                kind,
                row.idDataCenter(),
                row.id(),
                address,
                port,
                account,
                secrets,
                access.encrypted(),
                null,
                new TreeMap<>());
    }

    /** What this becomes with all that fitting entries of the endpoints file say. */
    FoundEndpoint with(List<EndpointOverride> overrides) {
        Optional<EndpointOverride> said = fitting(overrides).stream().reduce(EndpointOverride::and);
        return said.map(this::with).orElse(this);
    }

    private FoundEndpoint with(EndpointOverride said) {
        SortedMap<String, String> accounts = new TreeMap<>(account);
        accounts.putAll(said.account());
        SortedMap<String, Secret> allSecrets = new TreeMap<>(secrets);
        allSecrets.putAll(said.secrets());
        SortedMap<String, String> allOptions = new TreeMap<>(options);
        allOptions.putAll(said.options());
        String where = said.address() == null ? address : said.address();
        return new FoundEndpoint(
                kind,
                datacenter,
                machine,
                where == null ? kind.usualAddress(accounts).orElse(null) : where,
                said.port() == null ? givenPort : said.port(),
                accounts,
                allSecrets,
                encrypted,
                said.pin() == null ? pin : said.pin(),
                allOptions);
    }

    /** The entries that mean this endpoint, as the database names it or as one of these entries says where it is. */
    List<EndpointOverride> fitting(List<EndpointOverride> overrides) {
        List<EndpointOverride> named = overrides.stream()
                .filter(override -> isMeantBy(override.match()))
                .toList();
        Optional<EndpointOverride> moved = named.stream().reduce(EndpointOverride::and);
        if (moved.isEmpty()) {
            return named;
        }
        FoundEndpoint there = with(moved.get());
        List<EndpointOverride> all = new ArrayList<>(named);
        overrides.stream()
                .filter(override -> !named.contains(override))
                .filter(override -> there.isMeantBy(override.match()))
                .forEach(all::add);
        return all;
    }

    boolean isMeantBy(EndpointOverride.Match match) {
        return (match.type() == null || match.type() == kind)
                && (match.datacenter() == null || match.datacenter().equals(datacenter))
                && (match.address() == null || address != null && HostAddress.same(match.address(), address))
                && (match.port() == null || match.port() == port())
                && (match.machine() == null || match.machine() == machine)
                && account.entrySet().containsAll(match.account().entrySet());
    }

    /** The port that is used: the one that is given, else the kind's usual one. */
    public int port() {
        return givenPort == null ? kind.usualPort(options) : givenPort;
    }

    /** Whether address and port can be connected to. */
    public boolean usable() {
        return address != null && HostAddress.of(address).isPresent() && port() >= 1 && port() <= LAST_PORT;
    }

    /** Where it is, whoever logs in there. */
    public Place place() {
        return new Place(kind, address == null ? null : HostAddress.canonical(address), port(), usable() ? 0 : owner());
    }

    private long owner() {
        return kind.listsVms() ? machine : datacenter;
    }

    /** The names of the login, without places. */
    SortedMap<String, String> names() {
        return account.entrySet().stream()
                .filter(entry -> kind.part(entry.getKey())
                        .filter(part -> part.nature() == LoginPart.Nature.NAME)
                        .isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    /** Whether the login lacks this part because the database has it encrypted. */
    public boolean lacksEncrypted(LoginPart part) {
        return encrypted
                && kind.first(LoginPart.Nature.SECRET).filter(part::equals).isPresent()
                && !secrets.containsKey(part.name());
    }

    /** The parts that a login needs and that are not known, in the order of the kind's row. */
    public List<String> missing() {
        Set<String> known = new HashSet<>(account.keySet());
        known.addAll(secrets.keySet());
        return kind.parts().stream()
                .filter(part -> kind.requires(part, options) && !known.contains(part.name()))
                .map(LoginPart::name)
                .toList();
    }

    /**
     * A server and its port, with which several accounts may be.
     *
     * @param owner the one machine, or a backup server's datacenter, when it is not usable, else 0
     */
    public record Place(ProviderKind kind, String address, int port, long owner) {}
}
