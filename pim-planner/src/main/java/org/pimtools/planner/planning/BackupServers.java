package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.common.provider.ProviderKind;

/** The backup servers of datacenters: those that the database names, and those that entries of the endpoints file add. */
public final class BackupServers {
    private BackupServers() {}

    /**
     * All of them. An entry adds a server when its {@code match} names type, datacenter and address, and the database has no such one.
     *
     * @param managers those of a system whose jobs no step renames are left out
     */
    public static List<FoundEndpoint> of(List<BackupManagerRow> managers, List<EndpointOverride> overrides) {
        List<FoundEndpoint> known = new ArrayList<>();
        for (BackupManagerRow manager : managers) {
            ProviderKind.of(manager.system() == null ? "" : manager.system())
                    .filter(kind -> !kind.listsVms())
                    .ifPresent(kind -> known.add(of(kind, manager)));
        }
        Map<Added, FoundEndpoint> added = new LinkedHashMap<>();
        for (EndpointOverride override : overrides) {
            EndpointOverride.Match match = override.match();
            if (match.namesServer() && known.stream().noneMatch(server -> server.isMeantBy(match))) {
                FoundEndpoint server = new FoundEndpoint(
                        match.type(),
                        match.datacenter(),
                        0,
                        match.address(),
                        match.port(),
                        match.account(),
                        new TreeMap<>(),
                        null,
                        new TreeMap<>());
                added.putIfAbsent(new Added(match.datacenter(), server.place(), match.account()), server);
            }
        }
        known.addAll(added.values());
        return known;
    }

    /** Entries of one server and account add it once. */
    private record Added(long datacenter, FoundEndpoint.Place place, SortedMap<String, String> account) {}

    private static FoundEndpoint of(ProviderKind kind, BackupManagerRow manager) {
        ServerUrl url = ServerUrl.of(manager.endpoint());
        SortedMap<String, String> account = new TreeMap<>();
        kind.first(LoginPart.Nature.NAME)
                .filter(part -> manager.user() != null)
                .ifPresent(part -> account.put(part.name(), manager.user()));
        return new FoundEndpoint(
                kind,
                manager.idDataCenter(),
                0,
                url.host(),
                url.port(),
                account,
                new TreeMap<>(),
                null,
                new TreeMap<>());
    }
}
