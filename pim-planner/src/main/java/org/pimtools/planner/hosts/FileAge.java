package org.pimtools.planner.hosts;

import java.time.Instant;
import java.util.UUID;

/**
 * How old a file of a host is: by its plan, then by its run. A host names its runs by the time, but each later than all before, so that
 * they order its files even when its clock was put back.
 *
 * @param planCreated by the controller's clock
 * @param run names the run that left the file
 */
public record FileAge(Instant planCreated, UUID plan, String run) {
    /** Whether this is certainly the later one. Two plans of one time are not ordered. */
    public boolean isAfter(FileAge other) {
        return plan.equals(other.plan) ? run.compareTo(other.run) > 0 : planCreated.isAfter(other.planCreated);
    }

    /** Whether this is certainly the earlier one. */
    public boolean isBefore(FileAge other) {
        return other.isAfter(this);
    }
}
