package org.pimtools.migrator.migrate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.load.EndpointSecrets;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.resolve.EntityResolver;
import org.pimtools.migrator.resolve.Resolver;

/** Reads the inventories of all endpoints of a section that have VMs or other entities. */
public final class Inventories {
    private Inventories() {}

    /**
     * What became of each endpoint, by its number.
     *
     * @param attempts which logins are not to be tried again
     * @throws ToolException when credentials are needed and there is no identity to open them, or the wrong one
     */
    public static Map<Integer, EndpointInventory> read(
            PlanSection section, Optional<Supplier<Identity>> identity, LoginAttempts attempts, RunMonitor monitor)
            throws InterruptedException {
        Map<Integer, EndpointSecret> secrets = secrets(section, identity);
        Map<Integer, List<PlanLine.Vm>> expected = new HashMap<>();
        for (PlanLine.Vm vm : section.vms()) {
            PlanLine.Machine machine = section.machines().get(vm.idHypervisor());
            if (machine != null) {
                expected.computeIfAbsent(machine.endpointNo(), no -> new ArrayList<>())
                        .add(vm);
            }
        }
        Map<Integer, Map<EntityKind, List<PlanLine.Entity>>> others = new HashMap<>();
        for (PlanLine.Entity entity : section.entities()) {
            others.computeIfAbsent(entity.endpointNo(), no -> new EnumMap<>(EntityKind.class))
                    .computeIfAbsent(entity.kind(), kind -> new ArrayList<>())
                    .add(entity);
        }
        Map<Integer, EndpointInventory> inventories = new TreeMap<>();
        List<InventoryReader.Target> targets = new ArrayList<>();
        for (PlanLine.Endpoint endpoint : section.endpoints()) {
            List<PlanLine.Vm> vms = expected.getOrDefault(endpoint.no(), List.of());
            Map<EntityKind, List<PlanLine.Entity>> entities = others.getOrDefault(endpoint.no(), Map.of());
            Optional<EndpointSecret> login = Optional.ofNullable(secrets.get(endpoint.no()));
            if (!vms.isEmpty() || !entities.isEmpty()) {
                Optional<EndpointInventory> withheld = attempts.withheld(endpoint, login);
                if (withheld.isPresent()) {
                    inventories.put(endpoint.no(), withheld.get());
                    continue;
                }
                Map<EntityKind, Function<Inventory, Set<ProviderId>>> unclear = new EnumMap<>(EntityKind.class);
                entities.forEach(
                        (kind, own) -> unclear.put(kind, inventory -> EntityResolver.namesakes(inventory, own)));
                targets.add(new InventoryReader.Target(
                        endpoint,
                        login,
                        vms.size()
                                + entities.values().stream()
                                        .mapToInt(List::size)
                                        .sum(),
                        inventory -> Resolver.namesakes(inventory, vms),
                        unclear));
            }
        }
        Map<Integer, Integer> read = new ConcurrentHashMap<>();
        AtomicLong total = new AtomicLong();
        InventoryReader reader = new InventoryReader(Limits.DEFAULT, (endpointNo, vms) -> {
            Integer before = read.put(endpointNo, vms);
            monitor.progress("reading inventories", total.addAndGet(vms - (before == null ? 0 : before)), 0);
        });
        reader.read(
                targets,
                inventory -> {
                    inventories.put(inventory.endpointNo(), inventory);
                    attempts.learn(Optional.ofNullable(secrets.get(inventory.endpointNo())), inventory);
                },
                monitor::checkpoint);
        return inventories;
    }

    /**
     * Opens the sealed part.
     *
     * @throws ToolException when credentials are needed and there is no identity to open them, or the wrong one
     */
    public static Map<Integer, EndpointSecret> secrets(PlanSection section, Optional<Supplier<Identity>> identity) {
        if (section.start().sealed() == null) {
            return Map.of();
        }
        return EndpointSecrets.open(
                section,
                identity.map(Supplier::get)
                        .orElseThrow(
                                () -> new ToolException(
                                        ExitCode.USAGE,
                                        "the plan's credentials are sealed",
                                        "give the identity that pim-planner plan wrote, with --identity FILE, or with --identity - on standard input")));
    }
}
