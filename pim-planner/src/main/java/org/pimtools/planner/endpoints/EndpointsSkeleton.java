package org.pimtools.planner.endpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.provider.EndpointOrigin;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.FoundEndpoint;

/** Writes an endpoints file with every endpoint that the database names, in which all else is commented out. */
public final class EndpointsSkeleton {
    /** JSON in ASCII is valid YAML, on one line, whatever the data holds. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String HEAD = """
            # Endpoints for pim-planner plan --endpoints FILE: what stands here wins over the database.
            # Uncomment and fill in what you need. Keep the file for yourself: it holds passwords.
            #   address, port   where to connect, when the database is wrong or another way is better
            #   user, password  the login; other providers have other parts. "needed" marks what the database does not have,
            #                   or has encrypted, so that only the platform can use it
            #   key-file, certificate-file, ca-file
            #                   files that are read when the plan is made
            #   host-key        the host's public SSH key, as it stands in its ssh_host_ed25519_key.pub
            #   pin             SHA-256 of the server's certificate: 64 hexadecimal digits, with or without colons
            #   options         what each type of provider knows: see docs/endpoints-file.md
            #   rate            requests per second at most
            # A backup server that the database does not name: match: {type: veeam, datacenter: "Paris", address: "veeam.example"}
            endpoints:
            """;

    private EndpointsSkeleton() {}

    /**
     * The file's text.
     *
     * @param endpoints how many it has
     * @param incomplete how many of them nobody can log in to before something is filled in
     */
    public record Skeleton(String text, int endpoints, int incomplete) {}

    public static Skeleton of(List<DatacenterRow> datacenters, Platform platform) {
        Map<Account, Listed> users = new LinkedHashMap<>();
        Map<FoundEndpoint.Place, Set<Map<String, String>>> accounts = new HashMap<>();
        for (DatacenterRow datacenter : datacenters) {
            String name = datacenter.name() == null ? String.valueOf(datacenter.uuid()) : datacenter.name();
            List<FoundEndpoint> endpoints = new ArrayList<>(FoundEndpoint.of(platform.machinesOf(datacenter)));
            endpoints.addAll(platform.backupServersOf(datacenter, List.of()));
            for (FoundEndpoint found : endpoints) {
                users.computeIfAbsent(new Account(found.place(), found), unseen -> new Listed(found))
                        .add(name, found);
                if (!found.account().isEmpty()) {
                    accounts.computeIfAbsent(found.place(), unseen -> new HashSet<>())
                            .add(found.account());
                }
            }
        }
        // a machine without an account shares the only one that there is at its address
        users.keySet()
                .removeIf(account -> account.found.account().isEmpty()
                        && accounts.getOrDefault(account.place, Set.of()).size() == 1);
        StringBuilder yaml = new StringBuilder(HEAD);
        users.forEach((account, listed) -> yaml.append(entry(
                listed.best,
                account.found.kind().origin() == EndpointOrigin.PUBLIC_CLOUD
                        || accounts.getOrDefault(account.place, Set.of()).size() > 1,
                listed.datacenters)));
        long incomplete = users.values().stream().filter(Listed::isIncomplete).count();
        return new Skeleton(yaml.toString(), users.size(), (int) incomplete);
    }

    /** The datacenters of one account, and of its endpoints one that says most of the login. */
    private static final class Listed {
        final SortedSet<String> datacenters = new TreeSet<>();
        FoundEndpoint best;

        Listed(FoundEndpoint first) {
            this.best = first;
        }

        void add(String datacenter, FoundEndpoint found) {
            datacenters.add(datacenter);
            if (found.missing().size() < best.missing().size()) {
                best = found;
            }
        }

        boolean isIncomplete() {
            return best.kind().needsLogin(best.options()) && !best.missing().isEmpty();
        }
    }

    /** One account at one place, represented by the first endpoint that was found of it. */
    private record Account(FoundEndpoint.Place place, FoundEndpoint found) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Account account
                    && place.equals(account.place)
                    && found.account().equals(account.found.account());
        }

        @Override
        public int hashCode() {
            return Objects.hash(place, found.account());
        }
    }

    private static String entry(FoundEndpoint found, boolean nameAccount, Collection<String> datacenters) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("  # datacenter ").append(quoted(String.join(", ", datacenters)));
        if (!found.usable()) {
            yaml.append("; without a usable address in the database: ").append(quoted(found.address()));
        }
        yaml.append("\n  - match: {type: ").append(found.kind().platformName());
        if (found.usable()) {
            yaml.append(", address: ")
                    .append(quoted(found.address().toLowerCase(Locale.ROOT)))
                    .append(", port: ")
                    .append(found.port());
        } else if (found.kind().listsVms()) {
            yaml.append(", machine: ").append(found.machine());
        } else {
            yaml.append(", datacenter: ").append(quoted(datacenters.iterator().next()));
        }
        if (nameAccount && !found.account().isEmpty()) {
            yaml.append(", account: {")
                    .append(found.account().entrySet().stream()
                            .map(part -> part.getKey() + ": " + quoted(part.getValue()))
                            .collect(Collectors.joining(", ")))
                    .append('}');
        }
        yaml.append("}\n    # address: \"\"\n    # port: ").append(found.port()).append('\n');
        for (LoginPart part : found.kind().parts()) {
            yaml.append("    # ")
                    .append(part.name())
                    .append(": ")
                    .append(quoted(found.account().get(part.name())))
                    .append(need(found, part))
                    .append('\n');
        }
        if (found.kind().pinAllowed()) {
            yaml.append("    # pin: \"\"\n");
        }
        String options = found.kind().options().values().stream()
                .filter(option -> option.otherwise() != null)
                .map(option -> option.name() + ": " + plainOrQuoted(option.otherwise()))
                .collect(Collectors.joining(", "));
        if (!options.isEmpty()) {
            yaml.append("    # options: {").append(options).append("}\n");
        }
        return yaml.append("    # rate: 20\n").toString();
    }

    /** Why nobody can log in without this part, in a comment behind it; empty when somebody can. */
    private static String need(FoundEndpoint found, LoginPart part) {
        if (!found.kind().needsLogin(found.options()) || !found.missing().contains(part.name())) {
            return "";
        }
        return found.lacksEncrypted(part) ? "    # needed: encrypted in the database" : "    # needed";
    }

    private static String plainOrQuoted(String text) {
        return text.matches("[A-Za-z0-9.-]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
