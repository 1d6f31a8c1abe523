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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.Policy;
import org.pimtools.testkit.world.RedisSnapshot;
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

    /** The results and SQL files that a datacenter's host left: all are signed with one key. */
    int signatures(Datacenter datacenter, List<Path> files) {
        Differences differences = new Differences("signatures of " + datacenter.name());
        String first = HostSignature.of(files.get(0));
        for (Path file : files) {
            String found = HostSignature.of(file);
            differences.check(
                    null,
                    file + " is " + (first.startsWith(HostSignature.SIGNED) ? first : "signed"),
                    file + " is " + found);
        }
        differences.raise();
        return files.size();
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

    /**
     * Every key of Redis: the subscriptions of all VMs that resolve have their new name, in every place where they had the old
     * one, and nothing else changed. Then the VSM's own lookup of each.
     */
    int redis(Datacenter datacenter, RedisSnapshot before, Jedis redis) {
        Differences differences = new Differences("Redis of " + datacenter.name());
        before.rekeyed(action -> world.forEachSubscription(datacenter.index(), action))
                .diff(RedisSnapshot.of(redis))
                .forEach(line -> differences.add("expected and saw " + line));
        VsmLookup lookup = new VsmLookup(redis);
        int[] compared = {0};
        world.forEachSubscription(datacenter.index(), subscription -> {
            compared[0]++;
            String name = subscription.nameAfter();
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
            if (!name.equals(subscription.nameBefore())) {
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

    /**
     * The rows that the SQL files are about: the provider IDs of all VMs that resolve and of no other, in their own rows and
     * where a load balancer refers to them; and what else these rows say of a VM.
     */
    int database(Connection connection, Set<Integer> migratedDatacenters) throws SQLException {
        Map<Long, Vm> vms = new HashMap<>();
        world.forEachVm(vm -> vms.put(vm.idVm(), vm));
        Differences differences = new Differences("database");
        int copies = copies(connection, vms, differences);
        int compared = copies;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT idVM, provider_id, UUID, name, idHypervisor, state FROM virtualmachine"
                                + " WHERE temporal IS NULL")) {
            while (rows.next()) {
                Vm vm = vms.get(rows.getLong(1));
                differences.check(vm, row(vm, providerId(vm, migratedDatacenters)), row(rows));
                compared++;
            }
        }
        differences.check(null, vms.size() + " VMs", compared - copies + " VMs");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT idVM, node_ref FROM load_balancer_node")) {
            while (rows.next()) {
                Vm vm = vms.get(rows.getLong(1));
                String expected = providerId(vm, migratedDatacenters);
                differences.check(
                        vm, "node " + (expected == null ? vm.hypervisorName() : expected), "node " + rows.getString(2));
                compared++;
            }
        }
        differences.raise();
        return compared + policies(connection, migratedDatacenters);
    }

    /**
     * The provider IDs of all firewalls and load balancers: those that an endpoint of a cloud lists have theirs where their datacenter
     * is migrated, and no other row has one.
     */
    int policies(Connection connection, Set<Integer> migratedDatacenters) throws SQLException {
        Differences differences = new Differences("firewalls and load balancers");
        int compared = 0;
        for (String table : List.of(Policy.FIREWALLS, Policy.BALANCERS)) {
            Map<Long, String> expected = new HashMap<>();
            for (Endpoint endpoint : world.endpoints()) {
                if (migratedDatacenters.contains(endpoint.datacenter())) {
                    world.policies(endpoint).stream()
                            .filter(policy -> policy.table().equals(table))
                            .forEach(policy -> expected.put(policy.id(), policy.providerId()));
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id, provider_id FROM " + table)) {
                while (rows.next()) {
                    long id = rows.getLong(1);
                    differences.check(
                            null,
                            table + " " + id + " " + expected.get(id),
                            table + " " + id + " " + rows.getString(2));
                    compared++;
                }
            }
        }
        differences.raise();
        return compared;
    }

    /** The copies that the platform made of VMs stay as they are. */
    private int copies(Connection connection, Map<Long, Vm> vms, Differences differences) throws SQLException {
        long expected = vms.values().stream().filter(world::hasTemporalCopy).count();
        int copies = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT temporal, provider_id, UUID FROM virtualmachine WHERE temporal IS NOT NULL")) {
            while (rows.next()) {
                Vm vm = vms.get(rows.getLong(1));
                differences.check(vm, "copy null " + vm.uuid(), "copy " + rows.getString(2) + " " + rows.getString(3));
                copies++;
            }
        }
        differences.check(null, expected + " copies", copies + " copies");
        return copies;
    }

    /** The names of all jobs of a backup server, in its order. */
    int backupJobs(Datacenter datacenter, List<String> expected, List<String> seen) {
        Differences differences = new Differences("backup server of " + datacenter.name());
        differences.check(null, expected.size() + " jobs", seen.size() + " jobs");
        for (int i = 0; i < Math.min(expected.size(), seen.size()); i++) {
            differences.check(null, "job " + expected.get(i), "job " + seen.get(i));
        }
        differences.raise();
        return expected.size();
    }

    /** The VMs of a datacenter that an operator must decide, because they do not resolve. */
    Set<Long> undecided(Datacenter datacenter) {
        Set<Long> undecided = new HashSet<>();
        for (Vm vm : vms(datacenter)) {
            Expected expected = world.expected(vm);
            if (!(expected instanceof Expected.NotDeployed)
                    && expected.newProviderId().isEmpty()) {
                undecided.add(vm.idVm());
            }
        }
        return undecided;
    }

    /** A dry run against a Redis that has none of the datacenter's VMs: PIM-0137 for every VM that resolves, and for no other. */
    int wrongRedis(Datacenter datacenter, Path resultFile) {
        Set<Long> resolved = new HashSet<>();
        for (Vm vm : vms(datacenter)) {
            if (world.expected(vm).newProviderId().isPresent()) {
                resolved.add(vm.idVm());
            }
        }
        return found(datacenter, resultFile, "PIM-0137", resolved);
    }

    /**
     * A dry run after the migration, by a host that does not have its state: PIM-0138 for every VM that is subscribed with its provider
     * ID, and for no other.
     */
    int lostState(Datacenter datacenter, Path resultFile) {
        Set<Long> migrated = new HashSet<>();
        world.forEachSubscription(datacenter.index(), subscription -> {
            if (subscription.expected().newProviderId().isPresent()) {
                migrated.add(subscription.vm().idVm());
            }
        });
        return found(datacenter, resultFile, "PIM-0138", migrated);
    }

    private static int found(Datacenter datacenter, Path resultFile, String code, Set<Long> expected) {
        Set<Long> seen = new HashSet<>();
        try (Stream<String> lines = Files.lines(resultFile)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode node = JSON.readTree(line);
                if (node.get("line").textValue().equals("finding")
                        && node.get("code").textValue().equals(code)) {
                    seen.add(Long.valueOf(node.get("entity").textValue().substring("vm:".length())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Differences differences = new Differences(code + " of " + datacenter.name());
        differences.check(null, new TreeSet<>(expected).toString(), new TreeSet<>(seen).toString());
        differences.raise();
        return expected.size();
    }

    private List<Vm> vms(Datacenter datacenter) {
        List<Vm> vms = new ArrayList<>();
        world.forEachVm(datacenter.index(), vms::add);
        return vms;
    }

    private String providerId(Vm vm, Set<Integer> migratedDatacenters) {
        return migratedDatacenters.contains(vm.datacenter())
                ? world.expected(vm).newProviderId().orElse(null)
                : null;
    }

    private static String row(Vm vm, String providerId) {
        Object hypervisor = vm.machine() == null ? null : vm.machine().idHypervisor();
        return providerId + " | " + vm.uuid() + " | " + vm.name() + " | " + hypervisor + " | " + vm.state();
    }

    private static String row(ResultSet row) throws SQLException {
        return row.getString(2) + " | " + row.getString(3) + " | " + row.getString(4) + " | " + row.getString(5) + " | "
                + row.getString(6);
    }

    private static String outcome(Expected expected) {
        if (expected.newProviderId().isPresent()) {
            return "RESOLVED " + expected.newProviderId().get();
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
                add((vm == null ? "" : "vm " + vm.idVm() + " (" + vm.story() + "): ") + "expected " + expected
                        + ", saw " + seen);
            }
        }

        void add(String difference) {
            count++;
            if (first.size() < 5) {
                first.add(difference);
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
