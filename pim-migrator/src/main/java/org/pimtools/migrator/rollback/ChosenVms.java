package org.pimtools.migrator.rollback;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.step.Change;

/** The VMs that a rollback is about: those that the operator names, or all. */
public final class ChosenVms {
    private final Optional<Set<Long>> chosen;

    private ChosenVms(Optional<Set<Long>> chosen) {
        this.chosen = chosen;
    }

    /**
     * Finds the VMs by what the operator calls them.
     *
     * @param names each an idVM or a UUID; none for all VMs
     * @throws ToolException when one of them was never migrated here
     */
    public static ChosenVms of(List<String> names, List<Migrated> migrations) {
        if (names.isEmpty()) {
            return new ChosenVms(Optional.empty());
        }
        Set<Long> asked = new HashSet<>();
        Set<String> uuids = new HashSet<>();
        for (String name : names) {
            if (isUuid(name)) {
                uuids.add(name.toLowerCase(Locale.ROOT));
            } else {
                asked.add(Long.valueOf(name));
            }
        }
        Set<String> open = new TreeSet<>(uuids);
        if (!uuids.isEmpty()) {
            for (Migrated migration : migrations) {
                for (PlanLine.Vm vm :
                        PlanSection.read(migration.files().section()).vms()) {
                    String uuid = vm.uuid().toLowerCase(Locale.ROOT);
                    if (uuids.contains(uuid)) {
                        asked.add(vm.idVm());
                        open.remove(uuid);
                    }
                }
            }
        }
        Set<Long> found = new HashSet<>();
        for (Migrated migration : migrations) {
            migration
                    .work()
                    .changes(
                            Change.Rekey.class,
                            1_000,
                            batch -> batch.stream()
                                    .filter(rekey -> asked.contains(rekey.idVm()))
                                    .forEach(rekey -> found.add(rekey.idVm())));
        }
        asked.stream().filter(vm -> !found.contains(vm)).forEach(vm -> open.add(Long.toString(vm)));
        if (!open.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "no migration of this datacenter has the VM " + String.join(", ", open),
                    "give the idVM or the UUID of VMs that were migrated here; result.jsonl of the migration lists them");
        }
        return new ChosenVms(Optional.of(found));
    }

    /** Whether a name is a UUID; else it is an idVM. */
    private static boolean isUuid(String name) {
        return name.indexOf('-') > 0;
    }

    boolean isAll() {
        return chosen.isEmpty();
    }

    boolean has(long idVm) {
        return chosen.isEmpty() || chosen.get().contains(idVm);
    }
}
