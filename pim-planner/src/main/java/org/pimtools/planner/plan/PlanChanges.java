package org.pimtools.planner.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How a new plan differs from an earlier one of the same platform. VMs of datacenters that only one of the two plans has are not
 * counted.
 *
 * @param since the file name of the earlier plan
 * @param plan of the earlier plan
 * @param created when the earlier plan was made
 * @param datacentersAdded those that only the new plan has, by name
 * @param datacentersGone those that only the earlier plan has, by name
 * @param vmsSame how many VMs neither have another name nor are elsewhere
 * @param vmsMoved in another datacenter, or on another machine that another endpoint lists
 */
public record PlanChanges(
        String since,
        UUID plan,
        Instant created,
        List<String> datacentersAdded,
        List<String> datacentersGone,
        long vmsSame,
        Changed vmsAdded,
        Changed vmsGone,
        Changed vmsRenamed,
        Changed vmsMoved,
        Changed endpointsAdded,
        Changed endpointsGone) {
    public PlanChanges {
        datacentersAdded = List.copyOf(datacentersAdded);
        datacentersGone = List.copyOf(datacentersGone);
    }

    /** @param examples the first of them, at most {@value #MOST_EXAMPLES} */
    public record Changed(long count, List<String> examples) {
        static final int MOST_EXAMPLES = 10;

        public Changed {
            examples = List.copyOf(examples);
        }
    }

    /** Counts what changed, and keeps the first examples. */
    static final class Count {
        private final List<String> examples = new ArrayList<>();
        private long count;

        void add(String example) {
            count++;
            if (examples.size() < Changed.MOST_EXAMPLES) {
                examples.add(example);
            }
        }

        Changed changed() {
            return new Changed(count, examples);
        }
    }
}
