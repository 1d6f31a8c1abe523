package org.pimtools.planner.overview;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/** How many VMs each provider has, and what became of them. */
final class ProviderTally {
    private static final String UNKNOWN = "not in the plan";

    private final Map<Long, String> types = new HashMap<>();
    private final SortedMap<String, Row> rows = new TreeMap<>();

    /** The VMs of one provider. */
    static final class Row {
        private long planned;
        private final Map<ResultLine.Outcome, Long> outcomes = new EnumMap<>(ResultLine.Outcome.class);

        long planned() {
            return planned;
        }

        long count(ResultLine.Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }

    private ProviderTally() {}

    /** Counts by type of provider; a VM that no counting result has is planned only. */
    static SortedMap<String, Row> of(Path plan, List<DatacenterState> states) {
        ProviderTally tally = new ProviderTally();
        tally.read(plan);
        states.stream()
                .filter(state -> state.result() != null)
                .forEach(state -> tally.add(state.result().file().path()));
        return tally.rows;
    }

    private void read(Path plan) {
        try (PlanReader reader = PlanReader.open(plan)) {
            Map<Long, String> machines = new HashMap<>();
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.Machine machine) {
                    machines.put(machine.idHypervisor(), machine.type());
                } else if (line instanceof PlanLine.Vm vm) {
                    String type = machines.getOrDefault(vm.idHypervisor(), "no hypervisor");
                    types.put(vm.idVm(), type);
                    row(type).planned++;
                }
            }
        }
    }

    private void add(Path result) {
        try (ResultReader reader = ResultReader.open(result)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    row(types.getOrDefault(vm.idVm(), UNKNOWN)).outcomes.merge(vm.outcome(), 1L, Long::sum);
                }
            }
        }
    }

    private Row row(String type) {
        return rows.computeIfAbsent(type, any -> new Row());
    }
}
