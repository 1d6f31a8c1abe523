package org.pimtools.migrator.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.StepInfo;

/** The state of each VM of a work in the steps that its rows wait for. */
final class VmStates {
    private static final int BATCH = 1_000;

    private final Map<Long, State> byVm = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, FindingCode> refusals = new HashMap<>();
    private final Set<Long> leftOut = new TreeSet<>();

    private VmStates() {}

    /** @param gating the steps that gate the rows */
    static VmStates of(WorkFile work, ChangeStates states, List<? extends StepInfo<?>> gating) {
        VmStates vms = new VmStates();
        gating.forEach(step -> vms.addAll(work, states, step));
        return vms;
    }

    private <C extends Change> void addAll(WorkFile work, ChangeStates states, StepInfo<C> step) {
        work.changes(
                step.changes(), BATCH, batch -> batch.forEach(change -> add(step, change, states.of(change.no()))));
    }

    private void add(StepInfo<?> step, Change change, ChangeState state) {
        long vm = change.idVm();
        boolean holdsUp =
                switch (state.state()) {
                    case DONE, ABSENT -> false;
                    case PENDING, REFUSED, FAILED, BY_HAND, UNKNOWN, ROLLED_BACK -> true;
                };
        if (holdsUp || !leftOut.contains(vm)) {
            byVm.put(vm, state.state());
        }
        if (holdsUp) {
            leftOut.add(vm);
        }
        if (state.state() == State.REFUSED) {
            refusals.put(vm, state.finding());
        }
        if (state.finding() != null) {
            findings.add(new Finding(state.finding(), change.entity(), state.detail()));
        } else if (holdsUp) {
            findings.add(new Finding(step.codes().notDone(), change.entity(), state.detail()));
        }
    }

    /** The VM's state, or null when the VM is not part of the work. */
    State of(long idVm) {
        return byVm.get(idVm);
    }

    List<Finding> findings() {
        return findings;
    }

    /** VMs that still have their old name somewhere, so that the database must not get the new one. */
    Set<Long> leftOut() {
        return leftOut;
    }

    /** True when the operator accepted what keeps this VM from being migrated. */
    boolean isAccepted(ResultLine.Decided decided) {
        FindingCode code = refusals.get(decided.idVm());
        return decided.decision() == ResultLine.Decision.ACCEPT
                && code != null
                && decided.codes().contains(code);
    }

    boolean isInSql(long idVm) {
        return byVm.containsKey(idVm) && !leftOut.contains(idVm);
    }
}
