package org.pimtools.migrator.endpoints;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.endpoints.EndpointsFile;

/**
 * The endpoints that a file describes, each once.
 *
 * @param elsewhere how many entries are of another datacenter, as the identity in their {@code match} says
 * @param unnamed entries that name no type and belong to no endpoint of the file
 */
record FileEndpoints(List<FileEndpoint> endpoints, int elsewhere, List<String> unnamed) {
    FileEndpoints {
        endpoints = List.copyOf(endpoints);
        unnamed = List.copyOf(unnamed);
    }

    /** Entries that only say something of others, as of all accounts at one address, are no endpoints of their own. */
    static FileEndpoints of(EndpointsFile file, DatacenterId here) {
        List<EndpointOverride> entries = file.overrides().stream()
                .filter(entry -> isOf(here, file.datacenterOf(entry)))
                .toList();
        Map<Object, FileEndpoint> byIdentity = new LinkedHashMap<>();
        for (EndpointOverride entry : entries) {
            if (entry.match().type() != null) {
                FileEndpoint endpoint = FileEndpoint.of(entry, entries);
                byIdentity.putIfAbsent(endpoint.identity(), endpoint);
            }
        }
        List<FileEndpoint> endpoints = new ArrayList<>(byIdentity.values());
        endpoints.removeIf(general -> general.lacks().isPresent()
                && byIdentity.values().stream()
                        .anyMatch(other -> other.lacks().isEmpty() && other.isMeantBy(general.first())));
        List<String> unnamed = entries.stream()
                .filter(entry ->
                        entry.match().type() == null && endpoints.stream().noneMatch(e -> e.isMeantBy(entry)))
                .map(EndpointOverride::place)
                .toList();
        return new FileEndpoints(endpoints, file.overrides().size() - entries.size(), unnamed);
    }

    /** Names are for the database to resolve; an identity can be compared here. */
    private static boolean isOf(DatacenterId here, Optional<String> datacenter) {
        return datacenter
                .filter(FileEndpoints::isUuid)
                .map(here.toString()::equalsIgnoreCase)
                .orElse(true);
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    }
}
