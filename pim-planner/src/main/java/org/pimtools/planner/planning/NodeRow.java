package org.pimtools.planner.planning;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.sql.KeyCell;

/**
 * A row of {@code load_balancer_node} with the VM that it is about.
 *
 * @param nodeRef may be null
 */
public record NodeRow(long idLoadBalancer, String nodeRef, VmRow vm) {

    /** The plan's line, when the row names the VM by an old name; anything else in it is not ours to change. */
    public Optional<PlanLine.Reference> line(String table, String balancerColumn, String vmColumn, String nodeColumn) {
        if (nodeRef == null || !vm.canBePlanned() || !vm.line().names().contains(nodeRef)) {
            return Optional.empty();
        }
        return Optional.of(new PlanLine.Reference(
                table,
                new TreeMap<>(Map.of(balancerColumn, KeyCell.of(idLoadBalancer), vmColumn, KeyCell.of(vm.idVm()))),
                vm.idVm(),
                nodeColumn,
                nodeRef,
                null));
    }
}
