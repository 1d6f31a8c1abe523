package org.pimtools.testkit.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.testkit.world.Traits.Repertoire;

@Tag("slow")
class WorldTest {
    private static final Size SIZE = new Size(2, 2_000);
    private static final Traits ALL_HOSTS = Traits.standard().with(new Traits.Sites(Set.of(EndpointType.ESXI), 2));

    @Test
    void theSameSeedMakesTheSameWorldAndAnotherSeedAnother() {
        assertEquals(vms(World.of(7, SIZE)), vms(World.of(7, SIZE)));
        assertEquals(entries(World.of(7, SIZE)), entries(World.of(7, SIZE)));
        assertNotEquals(vms(World.of(7, SIZE)), vms(World.of(8, SIZE)));
    }

    @Test
    void eachVmCanBeMadeByItself() {
        World world = World.of(7, SIZE);
        List<Vm> all = vms(world);
        for (int index = SIZE.vms() - 1; index >= 0; index -= 7) {
            assertEquals(all.get(index), world.vm(index));
        }
        List<Vm> second = new ArrayList<>();
        world.forEachVm(1, second::add);
        assertEquals(all.stream().filter(vm -> vm.datacenter() == 1).toList(), second);
    }

    @Test
    void theUsualWorldHasAllStoriesAndStatesInEachDatacenter() {
        for (long seed = 0; seed < 20; seed++) {
            for (int datacenter = 0; datacenter < 2; datacenter++) {
                Map<Story, Integer> stories = new EnumMap<>(Story.class);
                Set<VmState> states = new HashSet<>();
                World.of(seed, SIZE).forEachVm(datacenter, vm -> {
                    stories.merge(vm.story(), 1, Integer::sum);
                    states.add(vm.state());
                });
                assertEquals(Set.of(Story.values()), stories.keySet());
                assertEquals(Set.of(VmState.values()), states);
                assertBetween(4, 8, stories.get(Story.MISSING));
                assertBetween(1, 4, stories.get(Story.TWIN));
                assertEquals(stories.get(Story.CLAIMANT), stories.get(Story.RIVAL));
                assertBetween(150, 250, stories.get(Story.NOT_DEPLOYED));
            }
        }
    }

    @Test
    void theStateBeforeALockSaysRightlyWhetherTheVmExists() {
        World world = World.of(3, new Size(2, 8_000));
        Set<Boolean> seen = new HashSet<>();
        for (Vm vm : vms(world)) {
            if (vm.story() == Story.LOCKED) {
                boolean present = world.expected(vm).newProviderId().isPresent();
                world.previousState(vm).ifPresent(before -> assertEquals(present, before.deployed(), vm::toString));
                seen.add(world.previousState(vm).isPresent());
            }
        }
        assertEquals(Set.of(true, false), seen);
        assertBetween(50, 110, (int)
                vms(world).stream().filter(world::hasTemporalCopy).count());
    }

    /** Finds each VM in what its own endpoint lists, by name alone, and compares with the oracle. */
    @Test
    void theOracleAgreesWithWhatTheEndpointsList() {
        World world = World.of(3, new Size(3, 6_001), ALL_HOSTS);
        Map<Endpoint, Map<String, List<InventoryEntry>>> inventory = new HashMap<>();
        for (Endpoint endpoint : world.endpoints()) {
            Map<String, List<InventoryEntry>> byName = new HashMap<>();
            world.forEachEntry(
                    endpoint,
                    entry -> byName.computeIfAbsent(entry.name(), name -> new ArrayList<>())
                            .add(entry));
            inventory.put(endpoint, byName);
        }
        Map<String, List<Vm>> claims = new HashMap<>();
        Map<Vm, List<InventoryEntry>> found = new HashMap<>();
        for (Vm vm : vms(world)) {
            if (vm.machine() == null) {
                continue;
            }
            Map<String, List<InventoryEntry>> byName =
                    inventory.get(vm.machine().endpoint());
            Set<String> names = new HashSet<>(List.of(vm.name()));
            if (!vm.captured()) {
                names.add("ABQ_" + vm.uuid());
            }
            List<InventoryEntry> matches = names.stream()
                    .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
                    .toList();
            found.put(vm, matches);
            if (vm.state().deployed() && matches.size() == 1) {
                claims.computeIfAbsent(providerId(world, matches.get(0)), id -> new ArrayList<>())
                        .add(vm);
            }
        }
        for (Vm vm : vms(world)) {
            Expected expected = world.expected(vm);
            if (!vm.state().deployed() && vm.state() != VmState.LOCKED) {
                assertEquals(new Expected.NotDeployed(), expected, vm::toString);
                continue;
            }
            List<InventoryEntry> matches = found.get(vm);
            List<String> ids =
                    matches.stream().map(entry -> providerId(world, entry)).toList();
            if (vm.state() == VmState.LOCKED) {
                assertEquals(new Expected.Unsure(ids.stream().findFirst()), expected);
            } else if (ids.isEmpty()) {
                assertEquals(new Expected.NotFound(), expected, vm::toString);
            } else if (ids.size() > 1) {
                assertEquals(
                        byEvidence(world, vm, matches)
                                .<Expected>map(entry -> new Expected.Resolved(providerId(world, entry)))
                                .orElse(new Expected.Ambiguous()),
                        expected,
                        vm::toString);
            } else if (claims.get(ids.get(0)).size() > 1) {
                Vm other = claims.get(ids.get(0)).stream()
                        .filter(claim -> !claim.equals(vm))
                        .findFirst()
                        .orElseThrow();
                assertEquals(new Expected.Conflict(other.idVm()), expected, vm::toString);
            } else {
                assertEquals(new Expected.Resolved(ids.get(0)), expected, vm::toString);
            }
        }
        assertEquals(
                claims.size(),
                world.endpoints().stream()
                        .mapToLong(endpoint -> claims.values().stream()
                                .filter(vms -> vms.get(0).machine().endpoint().equals(endpoint))
                                .count())
                        .sum());
    }

    /** The one that alone has the host or a MAC address, when nothing known speaks for another. */
    private static Optional<InventoryEntry> byEvidence(World world, Vm vm, List<InventoryEntry> matches) {
        List<String> macs = world.knownMacs(vm).stream()
                .map(mac -> mac.toLowerCase(Locale.ROOT).replace('-', ':'))
                .toList();
        List<InventoryEntry> byMac =
                matches.stream().filter(entry -> macs.contains(entry.mac())).toList();
        List<InventoryEntry> byHost = matches.stream()
                .filter(entry -> entry.machine().equals(vm.machine()))
                .toList();
        List<InventoryEntry> left = matches.stream()
                .filter(entry -> macs.isEmpty() || byMac.contains(entry))
                .filter(entry -> byHost.isEmpty() || byHost.contains(entry))
                .toList();
        return left.size() == 1 && (byMac.size() == 1 || byHost.size() == 1)
                ? Optional.of(left.get(0))
                : Optional.empty();
    }

    @Test
    void everythingDeployedResolvesInACleanWorld() {
        World world = World.of(5, SIZE, Traits.clean());
        for (Vm vm : vms(world)) {
            Class<?> expected = vm.state().deployed() ? Expected.Resolved.class : Expected.NotDeployed.class;
            assertEquals(expected, world.expected(vm).getClass());
        }
    }

    @Test
    void noKvmHostHasTwoDomainsOfOneNameOrOneThatXmlCannotHold() {
        World world = World.of(9, new Size(1, 10_000), ALL_HOSTS);
        for (Endpoint endpoint : world.endpoints()) {
            List<String> names = new ArrayList<>();
            world.forEachEntry(endpoint, entry -> names.add(entry.name()));
            assertTrue(names.stream().noneMatch(name -> name.matches("(?s).*[\\x00-\\x08\\n-\\x1f].*")));
            assertTrue(!names.isEmpty());
            if (endpoint.type() == EndpointType.KVM) {
                assertEquals(names.size(), Set.copyOf(names).size());
                assertTrue(names.stream().noneMatch(name -> name.contains("/")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Repertoire.class)
    void namesStayWithinTheirRepertoire(Repertoire repertoire) {
        World world = World.of(9, SIZE, Traits.standard().with(repertoire));
        int most = vms(world).stream()
                .flatMapToInt(vm -> vm.name().codePoints())
                .max()
                .orElseThrow();
        switch (repertoire) {
            case LATIN1 -> assertBetween(0xE9, 0xFF, most);
            case UTF8MB3 -> assertBetween(0x100, 0xFFFF, most);
            case UTF8MB4 -> assertBetween(0x10000, 0x10FFFF, most);
        }
        assertTrue(vms(world).stream().allMatch(vm -> vm.name().length() <= 255));
    }

    @Test
    void aMillionVmsAreNotKept() {
        World world = World.of(1, new Size(10, 1_000_000));
        long[] deployed = new long[1];
        world.forEachVm(vm -> deployed[0] += vm.state().deployed() ? 1 : 0);
        assertBetween(750_000, 850_000, (int) deployed[0]);
    }

    private static String providerId(World world, InventoryEntry entry) {
        Endpoint endpoint = entry.near().machine().endpoint();
        return endpoint.type().vsphere()
                ? world.serverUuid(endpoint) + "#" + entry.moRef()
                : entry.uuid().toString();
    }

    private static List<Vm> vms(World world) {
        List<Vm> vms = new ArrayList<>();
        world.forEachVm(vms::add);
        return vms;
    }

    private static Map<Endpoint, List<InventoryEntry>> entries(World world) {
        return world.endpoints().stream().collect(Collectors.toMap(endpoint -> endpoint, endpoint -> {
            List<InventoryEntry> entries = new ArrayList<>();
            world.forEachEntry(endpoint, entries::add);
            return entries;
        }));
    }

    private static void assertBetween(int least, int most, int actual) {
        assertTrue(least <= actual && actual <= most, () -> actual + " is not from " + least + " to " + most);
    }
}
