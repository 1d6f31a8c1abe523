package org.pimtools.testkit.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

@Tag("slow")
class LaterWorldTest {
    private static final Size SIZE = new Size(2, 1_200);

    @Test
    void everythingHappensInEachDatacenterAndTheSameEachTime() {
        for (int datacenter = 0; datacenter < 2; datacenter++) {
            LaterWorld later = World.of(4, SIZE).aDayLater();
            Map<LaterWorld.Event, Integer> events = new EnumMap<>(LaterWorld.Event.class);
            later.yesterday().forEachVm(datacenter, vm -> {
                events.merge(later.event(vm), 1, Integer::sum);
                assertEquals(later.vm(vm.index()), World.of(4, SIZE).aDayLater().vm(vm.index()));
            });
            assertEquals(Set.of(LaterWorld.Event.values()), events.keySet());
            assertTrue(events.get(LaterWorld.Event.NOTHING) > 500, events::toString);
        }
    }

    /** Looks each deployed VM up in what its endpoint lists today, by name and by what it was migrated to. */
    @Test
    void theOracleAgreesWithWhatTheEndpointsList() {
        World yesterday = World.of(4, SIZE, Traits.clean());
        LaterWorld later = yesterday.aDayLater();
        Map<Endpoint, Map<String, List<String>>> inventory = new HashMap<>();
        for (Endpoint endpoint : yesterday.endpoints()) {
            Map<String, List<String>> byName = new HashMap<>();
            later.forEachEntry(
                    endpoint,
                    entry -> byName.computeIfAbsent(entry.name(), name -> new ArrayList<>())
                            .add(id(yesterday, endpoint, entry)));
            inventory.put(endpoint, byName);
        }
        for (int datacenter = 0; datacenter < 2; datacenter++) {
            later.forEachVm(datacenter, vm -> {
                if (!vm.state().deployed()) {
                    assertEquals(new Expected.NotDeployed(), later.expected(vm));
                    return;
                }
                Map<String, List<String>> byName = inventory.get(vm.machine().endpoint());
                Set<String> ids = new TreeSet<>(byName.getOrDefault(vm.name(), List.of()));
                if (!vm.captured()) {
                    ids.addAll(byName.getOrDefault("ABQ_" + vm.uuid(), List.of()));
                }
                assertEquals(
                        ids.isEmpty()
                                ? new Expected.NotFound()
                                : new Expected.Resolved(ids.iterator().next()),
                        later.expected(vm),
                        vm::toString);
                Optional<String> before =
                        yesterday.expected(yesterday.vm(vm.index())).newProviderId();
                boolean listed =
                        before.isPresent() && byName.values().stream().anyMatch(each -> each.contains(before.get()));
                Expected again = later.expectedAgain(vm);
                if (listed) {
                    assertEquals(new Expected.Resolved(before.get()), again, vm::toString);
                } else if (before.isPresent()) {
                    assertEquals(
                            new Expected.Replaced(before.get(), ids.iterator().next()), again, vm::toString);
                    assertNotEquals(before.get(), ids.iterator().next());
                } else {
                    assertEquals(later.expected(vm), again, vm::toString);
                }
            });
        }
    }

    @Test
    void theDatabaseIsBroughtToToday() throws Exception {
        LaterWorld later = World.of(4, SIZE).aDayLater();
        try (Database database = MariaDbServer.shared().createDatabase();
                Connection connection = database.connect()) {
            Kinton.create(connection);
            later.yesterday().seed(connection);
            later.update(connection);
            List<String> expected = new ArrayList<>();
            later.yesterday()
                    .forEachVm(before -> later.vm(before.index())
                            .ifPresent(vm -> expected.add(vm.idVm() + " " + vm.name() + " " + vm.state() + " "
                                    + (vm.machine() == null ? 0 : vm.machine().idHypervisor()))));
            List<String> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT idVM, name, state, IFNULL(idHypervisor, 0) FROM virtualmachine"
                                    + " WHERE temporal IS NULL ORDER BY idVM")) {
                while (found.next()) {
                    rows.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3) + " "
                            + found.getString(4));
                }
            }
            assertEquals(expected, rows);
        }
    }

    private static String id(World world, Endpoint endpoint, InventoryEntry entry) {
        return endpoint.type().vsphere()
                ? world.serverUuid(endpoint) + "#" + entry.moRef()
                : entry.uuid().toString();
    }
}
