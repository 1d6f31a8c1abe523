package org.pimtools.planner.endpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.plan.EndpointType;
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
            #   user, password  needed when the platform has encrypted its own
            #   pin             SHA-256 of the server's certificate: 64 hexadecimal digits, with or without colons
            #   options         KVM: transport tls, tcp, unix or direct; socket for unix; driver and path as for virsh
            #   rate            requests per second at most
            endpoints:
            """;

    private EndpointsSkeleton() {}

    /** The file's text, and how many endpoints it has. */
    public record Skeleton(String text, int endpoints) {}

    public static Skeleton of(List<DatacenterRow> datacenters, Platform platform) {
        Map<FoundEndpoint, List<String>> users = new LinkedHashMap<>();
        for (DatacenterRow datacenter : datacenters) {
            String name = datacenter.name() == null ? String.valueOf(datacenter.uuid()) : datacenter.name();
            for (FoundEndpoint found : FoundEndpoint.of(platform.machinesOf(datacenter))) {
                users.computeIfAbsent(found, unseen -> new ArrayList<>()).add(name);
            }
        }
        StringBuilder yaml = new StringBuilder(HEAD);
        users.forEach((found, names) -> yaml.append(entry(found, names)));
        return new Skeleton(yaml.toString(), users.size());
    }

    private static String entry(FoundEndpoint found, List<String> datacenters) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("  # datacenter ").append(quoted(String.join(", ", datacenters)));
        if (!found.usable()) {
            yaml.append("; without a usable address in the database: ").append(quoted(found.address()));
        }
        yaml.append('\n').append("  - match: {type: ").append(found.type().platformName());
        if (found.usable()) {
            yaml.append(", address: ")
                    .append(quoted(found.address()))
                    .append(", port: ")
                    .append(found.port());
        } else {
            yaml.append(", machine: ").append(found.machine());
        }
        yaml.append("}\n");
        yaml.append("    # address: \"\"\n    # port: ").append(found.port()).append('\n');
        if (found.type() == EndpointType.KVM) {
            yaml.append("    # options: {transport: tls}\n");
        } else {
            yaml.append("    # user: ").append(quoted(found.user())).append('\n');
            yaml.append("    # password: \"\"\n    # pin: \"\"\n");
        }
        return yaml.append("    # rate: 20\n").toString();
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
