package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.VmResolution;

/** A few VMs with the name that they have and the provider ID that they will have, so that a person sees whether it looks right. */
final class Renamings {
    private static final int SHOWN = 10;
    private static final int LONGEST_NAME = 60;

    private final List<String> lines = new ArrayList<>(SHOWN);

    /** Takes it while there are few, and when it has a provider ID. */
    void add(VmResolution vm) {
        if (lines.size() < SHOWN) {
            vm.providerId().ifPresent(id -> lines.add(Text.printable(vm.vm().name(), LONGEST_NAME) + " → " + id));
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
