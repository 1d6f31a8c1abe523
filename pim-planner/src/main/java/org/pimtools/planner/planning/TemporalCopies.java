package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.text.Text;

/**
 * The copies of VMs that the platform keeps in {@code virtualmachine} while it reconfigures them: how many there are, and the first few.
 * They have the UUID, the hypervisor and perhaps the provider ID of their originals, and are no VMs.
 */
public final class TemporalCopies {
    private static final int EXAMPLES = 3;

    private final List<String> first = new ArrayList<>(EXAMPLES);
    private long count;

    /** @param original {@code idVM} of the VM that it is a copy of */
    public void add(long idVm, String name, long original) {
        if (first.size() < EXAMPLES) {
            first.add(VmRules.entity(idVm) + " " + VmRules.quoted(name) + " of " + VmRules.entity(original));
        }
        count++;
    }

    public long count() {
        return count;
    }

    /** What is said of all of them together; empty when there is none. */
    public Optional<Finding> finding(String entity) {
        if (count == 0) {
            return Optional.empty();
        }
        long more = count - first.size();
        return Optional.of(new Finding(
                FindingCode.TEMPORAL_COPIES,
                entity,
                (count == 1 ? "1 copy: " : Text.grouped(count) + " copies: ")
                        + String.join(", ", first)
                        + (more == 0 ? "" : " and " + Text.grouped(more) + " more")));
    }
}
