package org.pimtools.migrator.verify;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.step.Change;

/**
 * What had nothing to change at the end of the migration.
 *
 * @param vms by idVm
 * @param others what is no VM's own, as results name it
 */
record Absent(Set<Long> vms, Set<String> others) {
    /** As the migration's result has it. */
    static Absent of(Path result) {
        Absent absent = new Absent(new HashSet<>(), new HashSet<>());
        Resolved.read(result, line -> {
            if (line instanceof ResultLine.VmResult vm && vm.redis() == State.ABSENT) {
                absent.vms().add(vm.idVm());
            } else if (line instanceof ResultLine.ChangeResult change && change.state() == State.ABSENT) {
                absent.others().add(change.entity());
            }
        });
        return absent;
    }

    boolean has(Change change, boolean ofTheVm) {
        return ofTheVm ? vms.contains(change.idVm()) : others.contains(change.entity());
    }
}
