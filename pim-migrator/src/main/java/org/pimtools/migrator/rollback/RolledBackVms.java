package org.pimtools.migrator.rollback;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.pimtools.common.result.ResultLine;
import org.pimtools.migrator.state.Resolved;

/** The VMs that the result of a rollback says were rolled back. */
public final class RolledBackVms {
    private RolledBackVms() {}

    public static Set<Long> of(Path result) {
        Set<Long> vms = new HashSet<>();
        Resolved.read(result, line -> {
            if (line instanceof ResultLine.VmResult vm && vm.redis() == ResultLine.State.ROLLED_BACK) {
                vms.add(vm.idVm());
            }
        });
        return vms;
    }
}
