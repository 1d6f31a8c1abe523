package org.pimtools.migrator.resolve;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.Resolution;

/**
 * Finds what an operator may want to look at when a VM is not found: VMs of its endpoint whose name differs only in case, accents,
 * white space or invisible characters, as databases and people overlook it. Nothing follows from it by itself.
 */
final class SimilarNames {
    private static final int MOST = 5;
    private static final int LONGEST = 300;
    private static final Pattern OVERLOOKED = Pattern.compile("[\\p{M}\\p{C}\\p{Z}]+");

    private final Map<String, List<Integer>> wanted = new HashMap<>();
    private final List<PlanLine.Vm> vms;
    private final Resolution[] found;

    /** @param found what the inventories say; those not found are replaced by those with what is similar */
    SimilarNames(List<PlanLine.Vm> vms, Resolution[] found) {
        this.vms = vms;
        this.found = found;
    }

    /** The VM at this place of the list, which is not found in the inventory that is searched. */
    void want(int index) {
        for (String name : vms.get(index).names()) {
            if (name.length() <= LONGEST) {
                wanted.computeIfAbsent(overlooked(name), any -> new ArrayList<>(1))
                        .add(index);
            }
        }
    }

    void search(Inventory inventory) {
        Map<Integer, List<InventoryVm>> similar = new HashMap<>();
        inventory.forEach(vm -> {
            if (!vm.name().isEmpty() && vm.name().length() <= LONGEST) {
                for (int index : wanted.getOrDefault(overlooked(vm.name()), List.of())) {
                    List<InventoryVm> own = similar.computeIfAbsent(index, any -> new ArrayList<>(1));
                    if (own.size() < MOST) {
                        own.add(vm);
                    }
                }
            }
        });
        similar.forEach((index, own) -> found[index] = new Resolution.NotFound(own));
    }

    private static String overlooked(String name) {
        return OVERLOOKED
                .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
