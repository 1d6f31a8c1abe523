package org.pimtools.planner.overview;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.signature.Signatures;
import org.pimtools.planner.results.ResultSummary;
import org.pimtools.planner.verify.RowCheck;

/**
 * How far one datacenter is.
 *
 * @param name its name, or null
 * @param counts false when the plan does not have it
 * @param vms VMs of the plan, or of its result when there is no plan
 * @param open errors that are undecided, or VMs that a migration did not re-key
 * @param result what counts, or null
 * @param sql its update file, or null
 * @param database how many rows of that file the database holds, or null when it was not asked
 * @param verifiedByHost whether its host looked at the migration again and found all right
 * @param otherKeys fingerprints of other keys than the result's that its files, of whatever age, say they are signed with
 * @param notes what else the operator must know
 */
public record DatacenterState(
        DatacenterId datacenter,
        String name,
        boolean counts,
        Stage stage,
        long vms,
        long open,
        ResultSummary result,
        Path sql,
        RowCheck.Counts database,
        boolean verifiedByHost,
        List<String> otherKeys,
        List<String> notes) {
    public DatacenterState {
        otherKeys = List.copyOf(otherKeys);
        notes = List.copyOf(notes);
    }

    /** The name for people. */
    public String title() {
        return name == null ? datacenter.toString() : name;
    }

    /** VMs that have a provider ID, or will. */
    public long found() {
        return result == null ? 0 : result.count("resolved") + result.count("already_migrated");
    }

    /** Firewalls or load balancers of the plan. */
    public long planned(EntityKind kind) {
        return result == null ? 0 : result.count(counted(kind));
    }

    /** Those of them that have a provider ID, or will. */
    public long found(EntityKind kind) {
        return result == null
                ? 0
                : result.count(counted(kind) + "_resolved") + result.count(counted(kind) + "_already_migrated");
    }

    private static String counted(EntityKind kind) {
        return kind.word().replace('-', '_') + "s";
    }

    /** VMs that the operator decided to leave out. */
    public long leftOut() {
        return result == null ? 0 : result.count("excluded");
    }

    /** How long the migration will take, or null. */
    public Long forecastSeconds() {
        return result == null ? null : result.end().forecastSeconds();
    }

    /** What an operator compares with what the host shows, when there is a result that tells its key. */
    public Optional<String> hostKey() {
        return Optional.ofNullable(result)
                .flatMap(counted -> counted.file().hostKey())
                .map(Signatures::fingerprint);
    }
}
