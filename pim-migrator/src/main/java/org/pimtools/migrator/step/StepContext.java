package org.pimtools.migrator.step;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;

/**
 * What a step may know of the run that opens it.
 *
 * @param datacenter as the plan has it
 * @param machines the datacenter's machines by {@code idHypervisor}
 * @param endpoints all endpoints of the plan's section
 * @param secrets opens the sealed part when it is asked first, by endpoint number; throws a
 *     {@link org.pimtools.common.error.ToolException} when there is no identity, or another one
 * @param folder where the step may leave files for the operator
 * @param checkpoint called time and again by a step that waits; may throw a
 *     {@link org.pimtools.common.error.ToolException} to end the run
 */
public record StepContext(
        DatacenterId datacenter,
        Map<Long, PlanLine.Machine> machines,
        List<PlanLine.Endpoint> endpoints,
        Supplier<Map<Integer, EndpointSecret>> secrets,
        Path folder,
        Runnable checkpoint) {
    public StepContext {
        machines = Map.copyOf(machines);
        endpoints = List.copyOf(endpoints);
    }
}
