package org.pimtools.migrator.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.plan.PlanLine;

/** Which VMs of a plan the entries of a decisions file mean: by idVM, or by UUID. */
final class VmNames {
    private final Map<String, List<Long>> byName = new HashMap<>();

    VmNames(List<DecisionEntry> entries, PlanScope scope) {
        Set<String> named = new HashSet<>();
        for (DecisionEntry entry : entries) {
            if (entry.subject() instanceof DecisionEntry.Subject.OneVm vm) {
                named.add(withoutZeros(vm.name()));
            }
        }
        if (named.isEmpty()) {
            return;
        }
        for (PlanLine.Vm vm : scope.vms()) {
            for (String name : List.of(Long.toString(vm.idVm()), vm.uuid().toLowerCase(Locale.ROOT))) {
                if (named.contains(name)) {
                    byName.computeIfAbsent(name, any -> new ArrayList<>(1)).add(vm.idVm());
                }
            }
        }
    }

    List<Long> find(String name) {
        return byName.getOrDefault(withoutZeros(name), List.of());
    }

    private static String withoutZeros(String name) {
        return name.indexOf('-') >= 0 ? name : Long.toString(Long.parseLong(name));
    }
}
