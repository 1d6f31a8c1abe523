package org.pimtools.planner.overview;

import java.util.List;
import org.pimtools.common.text.Text;
import org.pimtools.planner.claims.Claims;

/** Where all datacenters together are: what the exit code of {@code overview} and the head of its page say. */
public enum FleetState {
    /** Somebody has to do something before all can go on. */
    OPEN("bad", "!") {
        @Override
        String title(List<DatacenterState> counted) {
            long open = counted.stream().filter(FleetState::isOpen).count();
            return open == 0
                    ? "Something is open"
                    : "Something is open in %s of %s"
                            .formatted(Text.grouped(open), Text.counted(counted.size(), "datacenter"));
        }
    },
    /** Some have to follow. */
    UNEVEN("warn", "…") {
        @Override
        String title(List<DatacenterState> counted) {
            return counted.isEmpty() ? "No datacenter has anything to do" : "Not all datacenters are equally far";
        }
    },
    /** All are ready, or equally far behind that. */
    EVEN("good", "✓") {
        @Override
        String title(List<DatacenterState> counted) {
            return "All datacenters are equally far, and nothing is open";
        }
    };

    private final String style;
    private final String sign;

    FleetState(String style, String sign) {
        this.style = style;
        this.sign = sign;
    }

    public static FleetState of(Overview.Report report, Claims claims) {
        List<DatacenterState> counted = counted(report);
        if (claims.count() > 0
                || !report.refused().isEmpty()
                || counted.stream()
                        .anyMatch(state -> isOpen(state) || !state.notes().isEmpty())) {
            return OPEN;
        }
        boolean even = counted.stream().map(DatacenterState::stage).distinct().count() == 1
                && counted.get(0).stage().compareTo(Stage.READY) >= 0;
        return even ? EVEN : UNEVEN;
    }

    /** The datacenters that have something to do. */
    public static List<DatacenterState> counted(Overview.Report report) {
        return report.datacenters().stream()
                .filter(state -> state.counts() && state.stage() != Stage.NOTHING_TO_DO)
                .toList();
    }

    /** A class of the page's style. */
    String style() {
        return style;
    }

    /** One character, for those who see no colours. */
    String sign() {
        return sign;
    }

    abstract String title(List<DatacenterState> counted);

    private static boolean isOpen(DatacenterState state) {
        return state.open() > 0 || state.stage() == Stage.ERRORS;
    }
}
