package org.pimtools.migrator.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All VMs of one endpoint, to be asked by name and by provider ID; two sorted arrays, since an endpoint may have 200,000. */
public final class Inventory {
    private final InventoryVm[] byName;
    private final InventoryVm[] byId;

    private final int size;

    private Inventory(InventoryVm[] byName, InventoryVm[] byId) {
        this.byName = byName;
        this.byId = byId;
        int distinct = 0;
        for (int i = 0; i < byId.length; i++) {
            if (i == 0 || !byId[i].providerId().equals(byId[i - 1].providerId())) {
                distinct++;
            }
        }
        this.size = distinct;
    }

    private static int compareByName(InventoryVm one, InventoryVm other) {
        int order = one.name().compareTo(other.name());
        return order == 0 ? one.providerId().compareTo(other.providerId()) : order;
    }

    private static int compareById(InventoryVm one, InventoryVm other) {
        int order = one.providerId().compareTo(other.providerId());
        return order == 0 ? one.name().compareTo(other.name()) : order;
    }

    /** Takes the VMs in any order; one may be listed several times, under one name or several. */
    public static Inventory of(Collection<InventoryVm> vms) {
        InventoryVm[] sorted = vms.toArray(InventoryVm[]::new);
        Arrays.sort(sorted, Inventory::compareByName);
        int distinct = 0;
        for (InventoryVm vm : sorted) {
            if (distinct == 0 || !sorted[distinct - 1].equals(vm)) {
                sorted[distinct++] = vm;
            }
        }
        InventoryVm[] byName = Arrays.copyOf(sorted, distinct);
        InventoryVm[] byId = byName.clone();
        Arrays.sort(byId, Inventory::compareById);
        return new Inventory(byName, byId);
    }

    /** The VMs with exactly this name, in the order of their IDs; empty when there is none. */
    public List<ProviderId> withName(String name) {
        List<ProviderId> found = new ArrayList<>(1);
        for (int i = firstNotBefore(name); i < byName.length && byName[i].name().equals(name); i++) {
            found.add(byName[i].providerId());
        }
        return found;
    }

    private int firstNotBefore(String name) {
        int low = 0;
        int high = byName.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byName[middle].name().compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The VM with this provider ID, under one of its names. */
    public Optional<InventoryVm> withId(ProviderId id) {
        int at = Arrays.binarySearch(byId, new InventoryVm(id, ""), Comparator.comparing(InventoryVm::providerId));
        return at < 0 ? Optional.empty() : Optional.of(byId[at]);
    }

    /** Gives every VM, under each of its names, in the order of their names. */
    public void forEach(Consumer<? super InventoryVm> action) {
        for (InventoryVm vm : byName) {
            action.accept(vm);
        }
    }

    /** VMs that the provider lists without a name, as it does while one is being created. */
    public int unnamed() {
        return withName("").size();
    }

    /** VMs, however many names they have. */
    public int size() {
        return size;
    }
}
