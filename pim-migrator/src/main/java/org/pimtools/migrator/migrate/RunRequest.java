package org.pimtools.migrator.migrate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.state.GivenPlan;

/**
 * What a run is asked to do.
 *
 * @param stateBase the directory of all datacenters
 * @param datacenter whose section, or empty for the only one of the plan
 * @param identity opens the sealed part; asked only when there is one
 * @param identityFile where that identity is, if it is in a file
 * @param steps what changes targets, and which of them may act
 * @param real false for a dry run
 * @param maxPlanAge how old a plan may be for a migration to begin
 * @param minSubscribed how many percent of the VMs must be subscribed for the target to be the right one, 0 to 100
 * @param profile what the plan was made with
 * @param platform the base directory of the platform's Tomcat
 * @param retryLogin asked, with what happened, whether a login that was refused before is tried once more
 * @param tool name and version of this tool, for the result
 */
public record RunRequest(
        Path plan,
        Path stateBase,
        Optional<DatacenterId> datacenter,
        Optional<Supplier<Identity>> identity,
        Optional<Path> identityFile,
        StepList steps,
        boolean real,
        Optional<Path> decisions,
        Duration maxPlanAge,
        int minSubscribed,
        SchemaProfile profile,
        Path platform,
        Predicate<String> retryLogin,
        String tool) {
    /** The files that are remembered with the run. */
    GivenPlan given() {
        return GivenPlan.of(plan, identityFile);
    }
}
