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
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;

/** Where the subscription of each VM of a work stands. */
final class Subscriptions {
    private static final int BATCH = 1_000;

    private final Map<Long, Subscription> byVm = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, FindingCode> refusals = new HashMap<>();
    private final Set<Long> leftOut = new TreeSet<>();

    private Subscriptions() {}

    static Subscriptions of(WorkFile work, ChangeStates standings) {
        Subscriptions subscriptions = new Subscriptions();
        work.rekeys(BATCH, batch -> {
            for (Change.Rekey rekey : batch) {
                subscriptions.add(rekey.idVm(), standings.of(rekey.no()));
            }
        });
        return subscriptions;
    }

    private void add(long vm, ChangeState standing) {
        byVm.put(vm, standing.state());
        switch (standing.state()) {
            case DONE, ABSENT -> {}
            case PENDING, REFUSED, FAILED, ROLLED_BACK -> leftOut.add(vm);
        }
        if (standing.state() == Subscription.REFUSED) {
            refusals.put(vm, standing.finding());
        }
        if (standing.finding() != null) {
            findings.add(new Finding(standing.finding(), "vm:" + vm, standing.detail()));
        } else if (leftOut.contains(vm)) {
            findings.add(new Finding(FindingCode.NOT_REKEYED, "vm:" + vm, standing.detail()));
        }
    }

    /** The state of the VM's subscription, or null when the VM is not part of the work. */
    Subscription of(long idVm) {
        return byVm.get(idVm);
    }

    List<Finding> findings() {
        return findings;
    }

    /** VMs whose subscription still has its old name, so that the database must not get the new one. */
    Set<Long> leftOut() {
        return leftOut;
    }

    /** True when the operator accepted what keeps this VM's subscription from being re-keyed. */
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
