package org.pimtools.migrator.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;

/** Which entities of a plan the entries of a decisions file mean: by their primary keys, or by the UUIDs of VMs. */
final class EntityNames {
    private final Map<Named, List<EntityKey>> byName = new HashMap<>();

    private record Named(EntityKind kind, String name) {}

    EntityNames(List<DecisionEntry> entries, PlanScope scope) {
        Set<Named> named = new HashSet<>();
        for (DecisionEntry entry : entries) {
            if (entry.subject() instanceof DecisionEntry.Subject.One one) {
                named.add(new Named(one.kind(), withoutZeros(one.name())));
            }
        }
        if (named.isEmpty()) {
            return;
        }
        for (PlanLine.Vm vm : scope.vms()) {
            for (String name : List.of(Long.toString(vm.idVm()), vm.uuid().toLowerCase(Locale.ROOT))) {
                add(named, vm.key(), name);
            }
        }
        for (PlanLine.Entity entity : scope.entities()) {
            add(named, entity.key(), Long.toString(entity.id()));
        }
    }

    private void add(Set<Named> named, EntityKey key, String name) {
        Named known = new Named(key.kind(), name);
        if (named.contains(known)) {
            byName.computeIfAbsent(known, any -> new ArrayList<>(1)).add(key);
        }
    }

    List<EntityKey> find(EntityKind kind, String name) {
        return byName.getOrDefault(new Named(kind, withoutZeros(name)), List.of());
    }

    private static String withoutZeros(String name) {
        return name.indexOf('-') >= 0 ? name : Long.toString(Long.parseLong(name));
    }
}
