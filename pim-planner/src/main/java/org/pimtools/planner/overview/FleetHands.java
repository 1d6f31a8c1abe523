package org.pimtools.planner.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.Severity;

/** What somebody has to do about all datacenters together, by kind of finding: causes before what follows from them. */
final class FleetHands {
    private final Map<String, Hand> hands = new TreeMap<>();

    /** A kind of finding with all datacenters that have it. */
    static final class Hand {
        private final FindingKind code;
        private final List<String> datacenters = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();
        private long count;

        private Hand(FindingKind code) {
            this.code = code;
        }

        FindingKind code() {
            return code;
        }

        /** Their titles, in the order of the plan. */
        List<String> datacenters() {
            return datacenters;
        }

        /** The first of each datacenter, as {@code entity: detail}. */
        List<String> examples() {
            return examples;
        }

        long count() {
            return count;
        }

        /** An endpoint that failed is the cause of all its blocked VMs; what is no error can wait. */
        private int rank() {
            if (code.severity() != Severity.ERROR) {
                return 3;
            }
            if (code.equals(FindingCode.BLOCKED)) {
                return 2;
            }
            return examples.stream().anyMatch(example -> example.startsWith("endpoint:")) ? 0 : 1;
        }
    }

    /** Undecided findings of the results that count, without those for information. */
    static List<Hand> of(List<DatacenterState> states) {
        FleetHands fleet = new FleetHands();
        states.stream()
                .filter(state -> state.result() != null)
                .forEach(state -> state.result().findings().stream()
                        .filter(group -> group.code().severity() != Severity.INFO)
                        .filter(group -> group.decided() < group.count())
                        .forEach(group -> fleet.add(state.title(), group)));
        return fleet.hands.values().stream()
                .sorted(Comparator.comparing(Hand::rank))
                .toList();
    }

    private void add(String datacenter, FindingGroups.Group group) {
        Hand hand = hands.computeIfAbsent(group.code().code(), any -> new Hand(group.code()));
        hand.datacenters.add(datacenter);
        hand.count += group.count() - group.decided();
        group.examples().stream()
                .limit(1)
                .forEach(example -> hand.examples.add(example.entity() + ": " + example.detail()));
    }
}
