package org.pimtools.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.VsmLookup;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** Compares what the tools say and did with what the world knows, VM by VM. Every method returns how many things it compared. */
final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;

    Oracle(World world) {
        this.world = world;
    }

    /** The outcomes in a datacenter's result file: every planned VM, and no other. */
    int resultFile(Datacenter datacenter, Path file) {
        Map<Long, JsonNode> results = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode node = JSON.readTree(line);
                if (node.get("line").textValue().equals("vm")) {
                    results.put(node.get("id").longValue(), node);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Differences differences = new Differences("result file of " + datacenter.name());
        int planned = 0;
        for (Vm vm : vms(datacenter)) {
            Expected expected = world.expected(vm);
            JsonNode result = results.remove(vm.idVm());
            if (expected instanceof Expected.NotDeployed) {
                differences.check(vm, "no result", result == null ? "no result" : result.toString());
            } else {
                planned++;
                differences.check(vm, outcome(expected), result == null ? "no result" : outcome(result));
            }
        }
        differences.check(
                null,
                "no other VM",
                results.isEmpty() ? "no other VM" : results.keySet().toString());
        differences.raise();
        return planned;
    }

    /** The VSM's own lookup: the new name leads to the subscription, the old one no longer does. */
    int redis(Datacenter datacenter, Jedis redis) {
        VsmLookup lookup = new VsmLookup(redis);
        Differences differences = new Differences("Redis of " + datacenter.name());
        int[] compared = {0};
        world.forEachSubscription(datacenter.index(), subscription -> {
            compared[0]++;
            boolean stays = providerId(subscription.expected()) == null;
            String name = stays ? subscription.nameBefore() : providerId(subscription.expected());
            differences.check(
                    subscription.vm(),
                    name + " is " + subscription.redisId(),
                    name + " is "
                            + lookup.byName(name).stream()
                                    .filter(hit -> hit.machineId() == subscription.machineId())
                                    .filter(hit -> hit.name().equals(name))
                                    .map(VsmLookup.Hit::redisId)
                                    .findFirst()
                                    .orElse(null));
            if (!stays) {
                differences.check(
                        subscription.vm(),
                        "old name gone",
                        lookup.byName(subscription.nameBefore()).stream()
                                        .anyMatch(hit -> hit.redisId() == subscription.redisId())
                                ? "old name still leads to it"
                                : "old name gone");
            }
        });
        differences.raise();
        return compared[0];
    }

    /** The provider IDs in the database: those of all VMs that resolve, and no other. */
    int database(Connection connection, Set<Integer> migratedDatacenters) throws SQLException {
        Map<Long, String> held = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT idVM, provider_id FROM virtualmachine WHERE provider_id IS NOT NULL")) {
            while (rows.next()) {
                held.put(rows.getLong(1), rows.getString(2));
            }
        }
        Differences differences = new Differences("database");
        int compared = 0;
        for (Datacenter datacenter : world.datacenters()) {
            for (Vm vm : vms(datacenter)) {
                String expected =
                        migratedDatacenters.contains(datacenter.index()) ? providerId(world.expected(vm)) : null;
                differences.check(vm, String.valueOf(expected), String.valueOf(held.remove(vm.idVm())));
                compared++;
            }
        }
        differences.check(
                null,
                "no other VM",
                held.isEmpty() ? "no other VM" : held.keySet().toString());
        differences.raise();
        return compared;
    }

    /** The VMs of a datacenter that an operator must decide, because they do not resolve. */
    Set<Long> undecided(Datacenter datacenter) {
        Set<Long> undecided = new HashSet<>();
        for (Vm vm : vms(datacenter)) {
            Expected expected = world.expected(vm);
            if (!(expected instanceof Expected.NotDeployed) && providerId(expected) == null) {
                undecided.add(vm.idVm());
            }
        }
        return undecided;
    }

    private List<Vm> vms(Datacenter datacenter) {
        List<Vm> vms = new ArrayList<>();
        world.forEachVm(datacenter.index(), vms::add);
        return vms;
    }

    private static String providerId(Expected expected) {
        if (expected instanceof Expected.Resolved resolved) {
            return resolved.providerId();
        }
        if (expected instanceof Expected.Unsure unsure) {
            return unsure.providerId().orElse(null);
        }
        return null;
    }

    private static String outcome(Expected expected) {
        if (providerId(expected) != null) {
            return "RESOLVED " + providerId(expected);
        }
        if (expected instanceof Expected.Ambiguous) {
            return "AMBIGUOUS";
        }
        return expected instanceof Expected.Conflict ? "CONFLICT" : "NOT_FOUND";
    }

    private static String outcome(JsonNode result) {
        JsonNode providerId = result.get("providerId");
        return result.get("outcome").textValue() + (providerId == null ? "" : " " + providerId.textValue());
    }

    /** Collects what differs, and tells of the first few. */
    private static final class Differences {
        private final String where;
        private final List<String> first = new ArrayList<>();
        private int count;

        Differences(String where) {
            this.where = where;
        }

        void check(Vm vm, String expected, String seen) {
            if (!Objects.equals(expected, seen)) {
                count++;
                if (first.size() < 5) {
                    first.add((vm == null ? "" : "vm " + vm.idVm() + " (" + vm.story() + "): ") + "expected " + expected
                            + ", saw " + seen);
                }
            }
        }

        void raise() {
            if (count > 0) {
                throw new RehearsalException(
                        where + ": " + count + " differences from the oracle: " + String.join("; ", first));
            }
        }
    }
}
