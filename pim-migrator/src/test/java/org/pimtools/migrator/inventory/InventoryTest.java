package org.pimtools.migrator.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private final Inventory inventory = Inventory.of(List.of(
            vm("id-4", "web"),
            vm("id-2", "web"),
            vm("id-1", "Web"),
            vm("id-5", "web "),
            vm("id-3", ""),
            vm("id-2", "web"),
            vm("id-6", "caf\u00e9"),
            vm("id-6", "also")));

    @Test
    void aNameIsComparedExactly() {
        assertEquals(List.of(new ProviderId("id-2"), new ProviderId("id-4")), inventory.withName("web"));
        assertEquals(List.of(new ProviderId("id-1")), inventory.withName("Web"));
        assertEquals(List.of(new ProviderId("id-5")), inventory.withName("web "));
        assertEquals(List.of(), inventory.withName("cafe"));
        assertEquals(List.of(), inventory.withName("zzz"));
    }

    @Test
    void aVmIsFoundByItsId() {
        assertEquals(Optional.of(vm("id-4", "web")), inventory.withId(new ProviderId("id-4")));
        assertEquals(Optional.of(vm("id-1", "Web")), inventory.withId(new ProviderId("id-1")));
        assertEquals(Optional.empty(), inventory.withId(new ProviderId("id-7")));
    }

    @Test
    void aVmThatIsListedSeveralTimesCountsOnce() {
        assertEquals(inventory.withName("also"), inventory.withName("caf\u00e9"));
        assertEquals(6, inventory.size());
        assertEquals(1, inventory.unnamed());
    }

    private static InventoryVm vm(String id, String name) {
        return new InventoryVm(new ProviderId(id), name);
    }
}
